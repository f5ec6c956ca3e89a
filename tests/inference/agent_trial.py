"""A run that is killed: at any call of ours, by SIGKILL, and gone on with by another process.

`python -m tests.inference.agent_trial FOLDER POINTS [careless]` carries one plan out once to count
the calls, then for that many points kills a process at each and lets the next one go on. It prints
what happened as JSON. `careless` is the control: a runner that keeps its journal after the effect.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from inference.agents.plan import Act, Think
from inference.agents.runner import Runner, Waits
from inference.guard import AGENT, Exact, Guard, Ruling, set_rule, settle
from inference.guard.gate import Within
from inference.tools import files
from inference.tools.base import OWNER, Call, Desk, Effect, Result, Target, by_owner, tool
from inference.tools.errors import ApprovalGone
from tests.scripted import ScriptedChat
from vault import audit, items, migrate, recovery, runs, tasks
from vault.connection import WriteConn, open_writer
from vault.runs import RunState
from vault.tasks import NewTask

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
KEY = bytes(range(32))
OURS = tuple(str(Path(__file__).parents[2] / part) for part in ("inference", "vault"))
folder = Path()


@tool(Effect.READ)
def look(desk: Desk) -> Result:
    """List what is to do."""
    found = [one.title for one in tasks.open_tasks(desk.conn)]
    return Result(f"{len(found)} to do", {"titles": found})


@tool(Effect.WRITE)
def jot(desk: Desk, title: str) -> Result:
    """Note something to do."""
    number = tasks.add(desk.conn, NewTask(title, OWNER), desk.now)
    return Result(f"Noted {title}.", {"task": number}, (number,),
                  lambda conn: tasks.get(conn, number).title == title,
                  by_owner("unjot", task=number))  # fmt: skip


@tool(Effect.WRITE, is_hidden=True)
def unjot(desk: Desk, task: int) -> Result:
    """Take a note away again."""
    items.delete(desk.conn, [task])
    return Result("Gone.", check=lambda conn: conn.row("SELECT 1 FROM task WHERE item = ?", (task,))
                  is None)  # fmt: skip


@tool(Effect.SEND)
def post(desk: Desk, to: Target, body: str) -> Result:
    """Put something on its way; a line in a file, which no transaction takes back."""
    with (folder / "outbox").open("a") as outbox:
        outbox.write(json.dumps([to, body]) + "\n")
        outbox.flush()
        os.fsync(outbox.fileno())
    return Result("Posted.")


TOOLS = {one.name: one for one in (look, jot, unjot, post, files.move_file, files.put_file)}
STEPS = (
    Act(by_owner("look")),
    Act(by_owner("jot", title="first")),
    Think("Say hello to {step 1}"),
    Act(by_owner("jot", title="{step 3}")),
    Act(by_owner("move_file", path="old.txt", to="new.txt")),
    Act(by_owner("post", to="ana", body="{step 3}")),
    Act(by_owner("jot", title="task {step 2.task}")),
)
EXACT = (Exact("move_file", "put_file", files.resumable),)
TITLES = ["first", "hello", "task 2"]


class CarelessGuard(Guard):
    """The control: the journal is kept after the effect, in a transaction of its own."""

    def carry_out(self, desk: Desk, call: Call, *, asker: str, run: int | None = None,
                  within: Within | None = None) -> Any:  # fmt: skip
        done = super().carry_out(desk, call, asker=asker, run=run)
        if within is not None:
            with desk.conn.transaction():
                within(desk.conn, done.result)
        return done


@dataclass
class Counter:
    """Counts calls of our own functions, and kills at one of them."""

    kill_at: int = 0
    count: int = 0

    def __call__(self, frame: FrameType, event: str, _value: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            self.count += 1
            if self.count == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


def prepare(path: Path) -> None:
    with open_writer(path, KEY) as conn:
        migrate.migrate(conn, lambda: path)
        with conn.transaction():
            conn.run("INSERT INTO meta(id, vault_id, revision) VALUES (1, 'test', 1)")
        audit.begin(conn, recovery.write(bytes(20)))
        for name in ("jot", "move_file"):
            set_rule(conn, name, AGENT, Ruling.ALWAYS, now=NOW)
        runner = Runner(Guard(TOOLS, EXACT))
        number = runner.begin(desk_of(conn), "say hello", STEPS, OWNER)
        assert number == 1
        runner.resume(desk_of(conn), number)
        conn.checkpoint()


def desk_of(conn: WriteConn) -> Desk:
    return Desk(conn, NOW, lambda _query: [], (folder / "files",))


def carry_on(path: Path, guard: Guard) -> None:
    """One process's share: settle what was left, go on, say yes when asked."""
    with open_writer(path, KEY) as conn:
        desk = desk_of(conn)
        settle(desk)
        runner = Runner(guard, ScriptedChat(["hello"] * 9))
        while runs.get(conn, 1).state not in (RunState.DONE, RunState.FAILED):
            for event in runner.go(1, lambda: desk):
                if isinstance(event, Waits):
                    try:
                        guard.approve(desk, event.approval)
                    except ApprovalGone:
                        continue


def lay_files() -> None:
    """The folder that the owner let Tacit into."""
    (folder / "files").mkdir()
    (folder / "files" / "old.txt").write_text("content")


def in_child(work: Callable[[], None]) -> int:
    """Do it in a process of its own; the signal that ended it, or 0."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a child failed")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def counted(path: Path, guard: Guard) -> int:
    counter = Counter()
    sys.setprofile(counter)
    carry_on(path, guard)
    sys.setprofile(None)
    return counter.count


def outcome(path: Path) -> dict[str, Any]:
    with open_writer(path, KEY) as conn:
        audit.verify(conn)
        run = runs.get(conn, 1)
        outbox = folder / "outbox"
        return {
            "state": run.state.value,
            "trouble": json.loads(run.journal)["trouble"],
            "titles": [one.title for one in tasks.open_tasks(conn)],
            "posted": len(outbox.read_text().splitlines()) if outbox.exists() else 0,
            "files": sorted(path.name for path in (folder / "files").iterdir()),
            "unfinished": len(audit.unfinished(conn)),
        }


def main(root: Path, points: int, is_careless: bool) -> None:
    global folder  # noqa: PLW0603 - where this process's tools post to
    guard = (CarelessGuard if is_careless else Guard)(TOOLS, EXACT)
    folder = root
    lay_files()
    prepare(root / "template.db")
    shutil.copy(root / "template.db", root / "whole.db")
    total = counted(root / "whole.db", guard)
    found = [{"at": 0, **outcome(root / "whole.db")}]
    (root / "outbox").unlink()
    step = max(1, total // points)
    for kill_at in range(1, total + 1, step):
        folder = root / str(kill_at)
        folder.mkdir()
        lay_files()
        path = folder / "vault.db"
        shutil.copy(root / "template.db", path)

        def killed(path: Path = path, kill_at: int = kill_at) -> None:
            sys.setprofile(Counter(kill_at))
            carry_on(path, guard)

        signalled = in_child(killed)
        assert signalled == signal.SIGKILL, f"not killed at {kill_at}"
        in_child(lambda path=path: carry_on(path, guard))  # type: ignore[misc]
        found.append({"at": kill_at, **outcome(path)})
        shutil.rmtree(folder)
    print(json.dumps({"calls": total, "found": found}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), "careless" in sys.argv)
