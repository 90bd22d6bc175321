from slipway.questions.option import MOST_OPTIONS, Option, option_faults


def faults_of(*found: Option) -> list[tuple[tuple[str | int, ...], str]]:
    return [(loc, what) for loc, what, _ in option_faults(found)]


RIGHT, WRONG = Option("yes", True, "why"), Option("no", False, "why not")


def test_good_options_have_no_faults():
    assert faults_of(RIGHT, WRONG) == []


def test_too_few_and_too_many_options_are_faults():
    many = [Option(str(n), n == 0, "because") for n in range(MOST_OPTIONS + 1)]
    assert faults_of(RIGHT) == [(("options",), "there are 1 options")]
    assert faults_of(*many) == [(("options",), "there are 13 options")]


def test_no_right_option_is_a_fault():
    assert faults_of(WRONG, Option("maybe", False, "no")) == [(("options",), "no option is correct")]


def test_the_same_text_twice_is_a_fault_whatever_its_case_and_spaces():
    assert faults_of(RIGHT, WRONG, Option(" No ", False, "x")) == [
        (("options", 2, "text"), "this option is there twice")
    ]


def test_an_option_without_words_is_a_fault():
    assert faults_of(RIGHT, Option(" ", False, "x")) == [(("options", 1, "text"), "the option is empty")]
    assert faults_of(RIGHT, Option("no", False, " ")) == [(("options", 1, "feedback"), "the option has no feedback")]
