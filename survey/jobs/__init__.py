"""Long work, done by a worker: `@work(kind)` names what can be done, `ask` has it done once the change is kept."""

from survey.jobs.asking import ask
from survey.jobs.kinds import Failed, Stopped, Task, every, work

__all__ = ["Failed", "Stopped", "Task", "ask", "every", "work"]
