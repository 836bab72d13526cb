"""Numbers that Excel shows as dates, exactly and both ways.

Excel counts from 1900-01-01 as 1 and believes in 1900-02-29, which is 60.
"""

from datetime import date, datetime, timedelta

EPOCH = datetime(1899, 12, 30)
_LEAP_THAT_NEVER_WAS = 60
_LAST_SERIAL = 2_958_465


def shown_as_date(serial: float) -> date | datetime | float:
    """Return the date Excel shows for a number, or the number itself where no date is exact."""
    if not 1 <= serial < _LAST_SERIAL + 1 or int(serial) == _LEAP_THAT_NEVER_WAS:
        return serial
    days = serial + 1 if serial < _LEAP_THAT_NEVER_WAS else serial
    moment = EPOCH + timedelta(days=days)
    return moment.date() if serial == int(serial) else moment


def serial(moment: date | datetime) -> float:
    """Return the number that Excel shows as this date, ``shown_as_date`` backwards."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    days = (moment - EPOCH) / timedelta(days=1)
    return days - 1 if days < _LEAP_THAT_NEVER_WAS + 1 else days


def to_the_second(moment: datetime) -> datetime:
    """Return the moment as it is shown; a fraction of a day holds it a little off."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
