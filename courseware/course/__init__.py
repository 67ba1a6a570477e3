"""The course as one typed, immutable value, read from its folders and checked as a whole.

    from courseware.course import load_course

    course = load_course(Path("."))          # raises Mistakes with all that is wrong

Nothing here knows MkDocs, HTML or any edition.
"""

from courseware.course.loading import load_course, read_course
from courseware.course.mistakes import Mistake, Mistakes
from courseware.course.model import Course

__all__ = ["Course", "Mistake", "Mistakes", "load_course", "read_course"]
