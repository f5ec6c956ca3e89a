"""Gaps of the event loop, as the recorder that is always on sees them, while the vault is at work.

Unlocking, opening every page and adding and looking through a thousand tasks. The control holds the
loop up on purpose and has to be seen.
"""

import json
from pathlib import Path

from benchmarks.window_children import PASSPHRASE, make_vault, start

WORK = f"""
import json
def run(app, window):
    import gc
    from datetime import UTC, datetime
    field, _imported = typed(window)
    found = {{}}
    def parts():
        return next(one for one in gc.get_objects() if type(one).__name__ == "Parts")
    def enter():
        field.setText({PASSPHRASE!r})
        window.centralWidget().unlock.click()
    def look():
        home = window.centralWidget()
        if type(home).__name__ == "Home":
            watch.stop()
            begin(home)
    def begin(home):
        made = parts()
        made.watching.heartbeat.forget()
        from desktop.places import Place
        def work(assistant):
            from vault import tasks
            from vault.items import Origin, Source
            from vault.tasks import NewTask
            now = datetime.now(UTC)
            for number in range(1000):
                tasks.add(assistant.conn, NewTask(f"task {{number}}", Source(Origin.OWNER)), now)
            return len(tasks.open_tasks(assistant.conn))
        pages = list(home._kinds)
        def step():
            if pages:
                home.go_to(Place(pages.pop(0)))
                QTimer.singleShot(150, step)
            else:
                made.session.look(work, on_done=done)
        def done(count):
            heart = made.watching.heartbeat
            found["gaps"] = [round(one.seconds * 1000) for one in heart.gaps]
            found["longest"] = round(heart.longest_s * 1000)
            found["beats"] = heart.beats
            heart.forget()
            QTimer.singleShot(0, lambda: time.sleep(0) or hold())
            QTimer.singleShot(300, end)
        def hold():
            until = time.thread_time() + 0.08
            while time.thread_time() < until:
                pass
        def end():
            found["control"] = bool(made.watching.heartbeat.gaps)
            print(json.dumps(found), flush=True)
            os._exit(0)
        step()
    watch = QTimer(interval=100)
    watch.timeout.connect(look)
    watch.start()
    QTimer.singleShot(400, enter)
    return run_events()
"""


def measure(folder: Path) -> None:
    make_vault(folder)
    child = start(folder, WORK, is_ours=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "typed\n"
    found = json.loads(child.stdout.readline())
    child.communicate()
    print(
        f"opening every page, a thousand tasks beside it: {len(found['gaps'])} gaps over 50 ms "
        f"{found['gaps']}, longest {found['longest']} ms, {found['beats']} beats; the control was "
        f"{'seen' if found['control'] else 'NOT SEEN'}"
    )
