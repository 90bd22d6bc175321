"""Traffic from a table: what reads, what is told, and nothing that breaks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.formats.profile_csv import MOST_DAYS, read_profile, write_profile
from slipway.traffic.arrivals import Profile
from slipway.traffic.profiles import diurnal, flash_crowd, spike
from tests.traffic.test_arrivals import profiles

RAMP = Profile((0.0, 60.0, 120.0), (10.0, 40.0, 10.5))


def read(text):
    return read_profile(text.encode(), "mine.csv")


def complaints(text):
    found = read(text)
    assert found.settings is None
    return [str(problem) for problem in found.problems]


@given(profiles())
def test_what_was_written_reads_back_as_the_same(profile):
    found = read(write_profile(profile))
    assert found.problems == ()
    assert found.unsupported == ()
    assert found.settings == profile


@pytest.mark.parametrize(
    "profile", [diurnal(20, 200, days=7, weekend=0.6), flash_crowd(5, 90, 60, 33.3, 900), spike(1, 9, 60, 60, 600)]
)
def test_every_named_shape_survives_the_round_trip(profile):
    assert read(write_profile(profile)).settings == profile


@pytest.mark.parametrize(
    "text",
    [
        "0,10\n60,40\n120,10.5\n",
        "time_s,requests_per_second\n0,10\n60,40\n120,10.5",
        "Seconds;RPS\r\n0;10\r\n60;40\r\n120;10,5\r\n",
        "timestamp\trps\n0\t10\n60\t40\n120\t10.5\n",
        "\ufefftime,Requests per second\n0,10\n60,40\n120,10.5\n",
        '# measured in May\n"time","rps"\n"0","10"\n\n"60","40"\n"120","10.5"\n',
        "time,rpm\n0,600\n60,2400\n120,630\n",
        "rps,,time\n10,,0\n40,,60\n10.5,,120\n",
        "time,rps\n12:00,10\n12:01,40\n12:02:00,10.5\n",
        "time,rps\n2026-03-01T23:59:00,10\n2026-03-02T00:00:00,40\n2026-03-02 00:01:00,10.5\n",
        "time,rps\n2026-03-01T23:59:00Z,10\n2026-03-02T01:00:00+01:00,40\n2026-03-02T00:01:00Z,10.5\n",
        "1700000000,10\n1700000060,40\n1700000120,10.5\n",
        "p95,rps,time\n,10,0\n,40,60\n,10.5,120\n",
        "0,1e1\n6e1,4E+1\n120.0,10.5\n",
    ],
)
def test_many_ways_of_writing_are_the_same_traffic(text):
    found = read(text)
    assert found.problems == ()
    assert found.settings == RAMP


def test_columns_that_are_not_used_are_named():
    found = read("time,rps,errors,p95\n0,10,1,200\n60,20,1,200\n")
    assert [str(each) for each in found.unsupported] == [
        "mine.csv:1:1: the column errors is not used",
        "mine.csv:1:1: the column p95 is not used",
    ]
    assert [str(each) for each in read("0,10,7\n60,20,7\n").unsupported] == ["mine.csv:1:1: the column 3 is not used"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "mine.csv:1:1: there is no traffic in this file; expected a time and a rate"),
        ("# nothing\n\n", "mine.csv:1:1: there is no traffic"),
        ("time,rps\n", "mine.csv:1:1: there are too few points (0); expected at least two"),
        ("0,10\n", "mine.csv:1:1: there are too few points (1)"),
        ("0,10\n60,-4\n", "mine.csv:2:1: the rate -4 cannot be; expected 0 to 1,000,000 requests per second"),
        ("0,10\n60,1000001\n", "mine.csv:2:1: the rate 1000001 cannot be"),
        ("0,10\n60,1e999\n", "mine.csv:2:1: the rate 1e999 cannot be"),
        ("0,10\n60,nan\n", "mine.csv:2:1: “nan” is not a number; expected requests per second"),
        ("0,10\n60,inf\n", "mine.csv:2:1: “inf” is not a number"),
        ("0,10\n60,\n", "mine.csv:2:1: “” is not a number"),
        ("0,10\n60,1_0\n", "mine.csv:2:1: “1_0” is not a number"),
        ("0,10\n60,١٢\n", "mine.csv:2:1: “١٢” is not a number"),
        ("0;10\n60;1,000\n", "mine.csv:2:1: “1,000” is not a number"),
        ("0,10\n60\n", "mine.csv:2:1: this line has 1 columns; expected a time and a rate"),
        ("0 10\n60 20\n", "mine.csv:1:1: this line has 1 columns"),
        ("0,10\n0,20\n", "mine.csv:2:1: this time is not later than that on line 1; expected ascending times"),
        ("60,10\n0,20\n", "mine.csv:2:1: this time is not later than that on line 1"),
        ("0,10\n1e-9,20\n", "mine.csv:2:1: this time is not later"),
        ("23:50,10\n00:10,20\n", "mine.csv:2:1: this time is not later"),
        ("-1,10\n5,20\n", "mine.csv:1:1: the time -1 cannot be; expected seconds, HH:MM, or a date"),
        ("0,10\n1e300,20\n", "mine.csv:2:1: the time 1e300 cannot be"),
        (
            f"0,10\n{MOST_DAYS * 86_400 + 1},20\n",
            "mine.csv:2:1: this is too long after the beginning; expected at most 366",
        ),
        (
            "12:00,10\n2026-03-01,20\n",
            "mine.csv:2:1: this is another kind of time than on line 1; expected the same kind",
        ),
        ("2026-03-01T12:00,1\n2026-03-01T13:00Z,2\n", "mine.csv:2:1: this is another kind of time"),
        ("0,10\n2026-13-01,20\n", "mine.csv:2:1: “2026-13-01” is not a time"),
        ("0001-01-01T00:00+14:00,10\n9999-12-31T23:59-14:00,20\n", "too long after the beginning"),
        ("0,10\nnoon,20\n", "mine.csv:2:1: “noon” is not a time"),
        ("when,rps\n0,10\n60,20\n", "mine.csv:1:1: no column is named as a time; expected one of: time, seconds"),
        (
            "time,users\n0,10\n60,20\n",
            "mine.csv:1:1: no column is named as a rate; expected one of: requests_per_second",
        ),
        ("time,rps\n=1+1,10\n60,20\n", "mine.csv:2:1: “=1+1” is not a time"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, complaint):
    assert complaint in complaints(text)[0]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"0,1\n" * 12_500_000, "mine.csv:1:1: the file is too large"),
        (b"0,10\n60,\xff\n", "mine.csv:2:4: byte 0xff is not UTF-8"),
        (b"\x00\x01\x02", "control character U+0000"),
        ("0,10\n60,20\n".encode("utf-16"), "is not UTF-8"),
        (b"PK\x03\x04spreadsheet", "control character U+0003"),
        (b"0,1\n" + b",\n" * 400_000, "is not a time"),
        (b"9" * 900_000 + b",1\n1,1\n", "is not a time"),
        (b"0,1\n" + b"," * 900_000, "is not a time"),
    ],
    ids=["50 MB", "Latin 1", "binary", "UTF-16", "spreadsheet", "empty cells", "long number", "many columns"],
)
def test_a_hostile_file_gets_a_line(data, complaint):
    found = read_profile(data, "mine.csv")
    assert found.settings is None
    assert complaint in str(found.problems[0])


def test_every_wrong_line_is_told_up_to_what_anybody_reads():
    assert [line.split(":")[1] for line in complaints("0,1\n1,x\n2,y\n3,z\n")] == ["2", "3", "4"]
    assert "there are more problems" in complaints("0,x\n" * 5000)[-1]


@given(st.text(alphabet='0123456789.,;:-+eTZ\t\n "#axn٣', max_size=60))
def test_no_text_breaks_the_reader(text):
    found = read(text)
    assert (found.settings is None) == bool(found.problems)
    if found.settings:
        assert np.isfinite(found.settings.requests)
