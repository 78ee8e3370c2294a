"""The file of a pose model: named, in the cache, downloaded once, or not to be had."""

import hashlib
import http.server
import threading
import zipfile

import pytest
import real_recordings
from refusals import refusal

from rtstgcn_edge.sources.camera import task_file as module
from rtstgcn_edge.sources.camera.task_file import DETECTOR, LANDMARKS, MODELS, Published, cached, find_task_file

WHERE = "camera:0"
CONTENT = b"a pose model" * 1000


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rtstgcn-edge" / "pose"


@pytest.fixture
def page(monkeypatch):
    """MediaPipe's page on loopback: gives `content` for the one model `tiny`, and notes what it was asked for."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(self.path)
            self.send_response(server.status)
            self.send_header("Content-Length", str(len(server.content) + server.missing))
            self.end_headers()
            self.wfile.write(server.content)

        def log_message(self, *said):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    server.asked, server.content, server.status, server.missing = [], CONTENT, 200, 0
    server.poses = f"http://127.0.0.1:{server.server_port}/poses"
    monkeypatch.setattr(module, "PAGE", server.poses)
    model = Published("tiny", len(CONTENT), (hashlib.sha256(CONTENT).hexdigest(),))
    monkeypatch.setattr(module, "MODELS", {"tiny": model})
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def find(pose, said=None):
    return find_task_file(WHERE, pose, (said if said is not None else []).append)


def test_a_model_is_downloaded_once_and_said(cache, page):
    said = []
    path = find("tiny", said)
    assert path == cache / "pose_landmarker_tiny.task" and path.read_bytes() == CONTENT
    assert page.asked == ["/poses/pose_landmarker_tiny/float16/1/pose_landmarker_tiny.task"]
    assert said == [f"downloading pose_landmarker_tiny.task (0 MB) from {page.poses}/pose_landmarker_tiny/float16/1/"
                    "pose_landmarker_tiny.task"]  # fmt: skip
    assert find("tiny", said) == path and len(page.asked) == 1 and len(said) == 1


@pytest.mark.parametrize("content", [b"<html>log in</html>", CONTENT[:-1], CONTENT + b" "], ids=["page", "cut", "more"])
def test_what_is_not_the_model_is_not_kept(cache, page, content):
    page.content = content
    said = refusal(find, "tiny")
    assert "another file than expected" in said and f"put it at {cache}/pose_landmarker_tiny.task" in said
    assert list(cache.iterdir()) == []


def test_a_download_that_is_cut_off_is_not_kept(cache, page):
    page.content, page.missing = CONTENT[:-1000], 1000
    assert "another file than expected (a login page? cut short?)" in refusal(find, "tiny")
    assert list(cache.iterdir()) == []


def test_offline_one_is_told_the_address_and_the_place(cache, page, monkeypatch):
    monkeypatch.setattr(module, "PAGE", "http://127.0.0.1:9/poses")
    said = refusal(find, "tiny")
    assert said == (
        "camera:0: the pose model cannot be downloaded (Connection refused); fetch http://127.0.0.1:9/poses/"
        "pose_landmarker_tiny/float16/1/pose_landmarker_tiny.task on another machine and put it at "
        f"{cache}/pose_landmarker_tiny.task"
    )


def test_a_page_that_has_moved_is_said(cache, page):
    page.status = 404
    assert "404); name a file: pose=PATH" in refusal(find, "tiny")


def test_a_model_put_into_the_cache_by_hand_is_taken_if_it_is_whole(cache, page):
    cache.mkdir(parents=True)
    (cache / "pose_landmarker_tiny.task").write_bytes(CONTENT)
    assert find("tiny").is_file() and page.asked == []
    (cache / "pose_landmarker_tiny.task").write_bytes(CONTENT[:-5])
    assert "is not what MediaPipe publishes (cut short?); delete it" in refusal(find, "tiny")


def test_a_cache_that_cannot_be_written_is_said(page, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert "cannot be downloaded (" in refusal(find, "tiny")


def test_a_user_without_a_home_is_told_what_to_set(page, monkeypatch):
    monkeypatch.setattr(module, "cache_folder", lambda: None)
    assert refusal(find, "tiny").endswith("there is none: set XDG_CACHE_HOME")


def test_the_published_models_are_the_three_of_the_page():
    assert list(MODELS) == ["lite", "full", "heavy"]
    for model in MODELS.values():
        assert model.url.startswith("https://storage.googleapis.com/mediapipe-models/pose_landmarker/pose_landmarker_")
        assert all(len(checksum) == 64 and int(checksum, 16) for checksum in model.checksums)
        assert 5e6 < model.size < 4e7


def test_a_file_is_taken_as_named_and_what_is_none_is_refused(tmp_path):
    task = real_recordings.pose_model("lite")
    assert find(str(task)) == task
    assert "did you mean 'lite'?" in refusal(find, "Lite")
    assert (
        refusal(find, "x.task")
        == "camera:0: pose=x.task: no such file; lite, full, heavy, or a file .task, is expected"
    )
    assert refusal(find, "") == "camera:0: pose=: names nothing; lite, full, heavy, or a file .task, is expected"
    assert "is a folder" in refusal(find, str(tmp_path))

    def written(name, content):
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    whole = task.read_bytes()
    for name, content in (("empty", b""), ("text", b"hello"), ("cut", whole[: len(whole) // 2])):
        assert "is no .task file (a zip), or is cut short" in refusal(find, written(f"{name}.task", content))
    damaged = bytearray(whole)
    damaged[1_000_000:1_000_100] = bytes(100)
    assert "is damaged (pose_detector.tflite)" in refusal(find, written("damaged.task", bytes(damaged)))
    with zipfile.ZipFile(tmp_path / "hand.task", "w") as other:
        other.writestr(DETECTOR, b"")
    assert f"is no pose landmarker: it holds no {LANDMARKS}" in refusal(find, str(tmp_path / "hand.task"))


def test_what_is_in_the_cache_is_told_without_a_download(cache, page):
    assert cached("tiny") is None and page.asked == []
    path = find("tiny")
    assert cached("tiny") == path and len(page.asked) == 1
    path.write_bytes(CONTENT[:100])
    assert refusal(cached, "tiny") == (
        f"pose models: {path} is not what MediaPipe publishes (cut short?); delete it, then try again"
    )
