"""What names of files and folders say: titles, years, ids, editions, parts, seasons, episodes."""

from .episodes import EpisodeName, has_episode_mark, parse_episode, season_of_folder
from .guess import Guess, Guesser, Guesses
from .parts import is_extra, is_extras_folder, is_part_folder, parts_of, stem_before_part
from .release import Release, release_of
from .titles import TitleName, parse_title

__all__ = [
    "EpisodeName",
    "Guess",
    "Guesser",
    "Guesses",
    "Release",
    "TitleName",
    "has_episode_mark",
    "is_extra",
    "is_extras_folder",
    "is_part_folder",
    "parse_episode",
    "parse_title",
    "parts_of",
    "release_of",
    "season_of_folder",
    "stem_before_part",
]
