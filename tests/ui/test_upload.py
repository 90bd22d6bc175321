"""What the browser sends as a file."""

from base64 import b64encode

import pytest

from slipway.ui.components.upload import MOST_BYTES, read_upload


def test_bytes_arrive_as_they_were() -> None:
    upload = read_upload({"name": "a.yaml", "data": b64encode(b"\xff\x00x").decode()})
    assert upload
    assert upload.data == b"\xff\x00x"


def test_a_path_in_the_name_is_cut_off() -> None:
    upload = read_upload({"name": "../../etc/\x07passwd.md", "data": ""})
    assert upload
    assert upload.name == "passwd.md"


@pytest.mark.parametrize(
    "sent",
    [None, {}, {"name": 1, "data": ""}, {"name": "a", "data": "§"}, {"name": "a", "data": "A" * (2 * MOST_BYTES + 1)}],
)
def test_what_is_no_upload_is_none(sent: object) -> None:
    assert read_upload(sent) is None
