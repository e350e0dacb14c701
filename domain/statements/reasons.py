"""Why a number that was seen was not used, and why a text gives no exchange: the sentences.

They stand here in one place so that the program can say each of them in the operator's language.
"""

from typing import Final

NOT_USED: Final = (
    "a part of a sum that is not printed",
    "a part of those counted elsewhere",
    "a plan, not an event",
    "a ratio, or nobody",
    "a total of one group only",
    "a total of releases outside exchanges only",
    "a total of remains",
    "a total of the other side",
    "a total that is not exact",
    "about other countries",
    "an age or a measure",
    "another figure was taken instead",
    "asked, not said",
    "belongs to an earlier event",
    "belongs to the exchange, not to this release",
    "both sides together",
    "counted over a span that the record does not keep",
    "counts something else than people",
    "did not happen, or is still to come",
    "not a whole number",
    "not exact",
    "not said to have been returned",
    "not sure what it counts",
    "not the number of an exchange",
    "not the number of this exchange",
    "nothing says what it counts",
    "part of the remains",
    "people of the other side",
    "released outside this exchange",
    "remains that went to the other side",
    "says again what is in the draft",
    "some of those returned, whom a region counts",
    "the formula of another or a future exchange",
    "the name of a thing, or an age",
    "the number of a stage",
    "the other side's figure",
    "the text denies it",
    "the text reports no exchange",
    "the text says that it did not happen",
    "the text withdraws this figure",
    "too many for one return",
    "where they served, how they are, what they went through",
)
NO_EXCHANGE: Final = {
    "announcement": "The text announces something that has not happened yet.",
    "denial": "The text denies that there was an exchange.",
    "failure": "The text says that an exchange did not take place or was broken off.",
    "something else": "The text is about something else, or only looks back.",
}
