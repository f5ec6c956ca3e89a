"""Every tool there is, in one tuple; what is not in it cannot be called."""

from collections.abc import Mapping
from types import MappingProxyType

from inference.guard.exact import Exact
from inference.tools import (
    arranging,
    calculator,
    clock,
    documents,
    files,
    memory,
    notes,
    profile,
    reminders,
    review,
    settings,
    task_lists,
    tasks,
    waiting,
)
from inference.tools.base import Tool

TOOLS: tuple[Tool, ...] = (
    calculator.calculate,
    clock.tell_time,
    clock.work_out_date,
    documents.find_documents,
    files.find_files,
    files.read_file,
    files.move_file,
    files.put_file,
    memory.remember,
    memory.recall,
    memory.correct,
    memory.forget,
    memory.take_back_memory,
    notes.create_note,
    notes.find_notes,
    notes.append_note,
    notes.rewrite_note,
    notes.restore_note,
    notes.remove_note,
    profile.show_profile,
    profile.set_profile,
    profile.take_out_of_profile,
    reminders.set_reminder,
    reminders.list_reminders,
    reminders.snooze_reminder,
    reminders.cancel_reminder,
    reminders.finish_reminder,
    reminders.restore_reminder,
    reminders.remove_reminder,
    review.answer_memories,
    review.edit_memory,
    review.ask_again,
    review.forget_everything,
    settings.show_settings,
    settings.change_setting,
    *arranging.ARRANGING_TOOLS,
    tasks.create_task,
    task_lists.list_tasks,
    task_lists.focus,
    tasks.complete_task,
    tasks.move_task,
    tasks.prioritize_task,
    tasks.drop_task,
    tasks.edit_task,
    tasks.restore_task,
    tasks.remove_task,
    *waiting.WAITING_TOOLS,
)

BY_NAME: Mapping[str, Tool] = MappingProxyType({one.name: one for one in TOOLS})
BY_HAND = frozenset(
    one.name
    for one in (
        *arranging.ARRANGING_TOOLS, notes.rewrite_note, profile.take_out_of_profile,
        reminders.finish_reminder, review.answer_memories, review.edit_memory,
    )
)  # fmt: skip
"what only the window asks for: neither words nor a model can"
OFFERED: Mapping[str, Tool] = MappingProxyType(
    {one.name: one for one in TOOLS if not one.is_hidden and one.name not in BY_HAND}
)
"what the owner's words can ask for"
EXACT = (
    Exact("forget", "forget", memory.settled, memory.preview),
    Exact("forget_everything", "forget_everything", review.settled, review.preview),
    Exact("move_file", "put_file", files.resumable),
)
"how calls are made to say exactly what they mean, before anybody is asked"
