"""The page in a browser: what a person sees of what the run says."""

import os
import shutil

import numpy as np
import pytest
from live_pages import CLASSES, Feeder, open_live, run_facts, tick, wait_until

from rtstgcn_edge.notices import Notices

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOT_THE_PAGE = "ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET", "willReadFrequently"
"""What Chromium itself notes where a server is away, and of these tests reading canvases."""


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=CHROMIUM, timeout=180_000, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page that fails its test where it complains, or asks another host for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints, hosts = [], set()
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2].partition(":")[0]))
    yield page
    context.close()
    assert [text for text in complaints if not any(word in text for word in NOT_THE_PAGE)] == []
    assert hosts <= {"127.0.0.1"}


@pytest.fixture
def live():
    """`live(uri, ...)` opens a sink that is closed at the end."""
    opened = []

    def make(text="live:0", **said):
        opened.append(open_live(text, **said))
        return opened[-1]

    yield make
    for sink in opened:
        sink.close()


def status_is(page, text):
    page.wait_for_function("text => document.getElementById('status').textContent.startsWith(text)", arg=text)


def picture(page, selector):
    """The pixels of a canvas, as text."""
    return page.eval_on_selector(selector, "canvas => canvas.toDataURL()")


def colours(page, selector):
    """How many pixels of a canvas are painted, and in how many colours."""
    return page.eval_on_selector(
        selector,
        """canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const painted = new Uint32Array(data.buffer).filter((one) => one >>> 24);
          return [painted.length, new Set(painted).size];
        }""",
    )


def state(page, expression):
    """A value of what the page knows."""
    return page.evaluate(f"async () => {{ const {{ state }} = await import('./state.js'); return {expression}; }}")


def test_two_people_are_shown_with_their_labels_and_everything_known_of_the_run(page, live):
    sink = live()
    sink.follow_run(run_facts())
    with Feeder(sink, lambda n: tick(n, (1, 3))) as feeder:
        page.goto(sink.url)
        status_is(page, "live")
        page.wait_for_selector(".person:nth-child(2):not(.unsure)")
        assert page.locator(".person .label").all_inner_texts() == ["walking", "sitting"]
        assert page.locator(".person .who").first.inner_text().startswith("#0")
        assert page.locator(".chances .number").first.inner_text() == "70 %"
        page.wait_for_function("() => document.querySelector('#counters').innerText.includes('dropped')")
        assert page.locator("#counters dd.bad").all_inner_texts() == ["3", "1"]
        assert page.locator("#counters dt:has(+ dd.warn)").all_inner_texts() == ["lost"]
        said = page.locator("#source").inner_text().split()
        assert said[said.index("port") :][:4] == ["port", "lost", "bytes", "77"] and "stalls" not in said
        assert page.locator("#source table tr").all_inner_texts() == ["\tfoot\thip", "used\t5\t6", "dropped\t0\t2"]
        assert page.locator("#source td.bad").all_inner_texts() == ["2"]
        assert not page.locator("#said").is_visible()
        Notices().say("gone", "the cable was pulled")
        page.wait_for_function("() => document.querySelector('#notices').innerText.includes('the cable was pulled')")
        assert page.locator("#said").is_visible()
        assert "made up" in page.locator("#what").inner_text()
        assert "50 Hz" in page.locator("#model").inner_text()
        assert "decision 140 ms" in page.locator("#inherent").inner_text()
        rows = [row.split() for row in page.locator("#latency tbody tr").all_inner_texts()]
        assert rows == [
            ["transport", *4 * ["0.20"]],
            ["align", *4 * ["0.30"]],
            ["infer", *4 * ["1.50"]],
            ["emit", *4 * ["0.10"]],
            ["total", *4 * ["2.10"]],
        ]
        before = picture(page, "#stage canvas")
        for canvas in ("#stage canvas", "#bands canvas", "#latency canvas"):
            painted, shades = colours(page, canvas)
            assert painted > 500 and shades > 2, canvas
        fed = feeder.fed
        wait_until(lambda: state(page, "state.newest") > fed + 10)
        assert picture(page, "#stage canvas") != before


def test_bones_are_where_the_joints_are_and_in_a_picture_where_their_pixels_are(page, live):
    sink = live()

    def seen(n):
        one = tick(n, (1,))
        one.frame.bodies[0].image = np.array([[100, 100, 100], [100, 200, 380]], "float32")
        one.frame.image = np.zeros((400, 400, 3), "uint8")
        return one

    with Feeder(sink, seen):
        page.goto(sink.url)
        page.wait_for_selector(".person:not(.unsure)")
        page.wait_for_function("() => document.getElementById('hint').textContent === ''")
        box = page.eval_on_selector("#stage canvas", "c => [c.clientWidth, c.clientHeight]")
        # a square picture in the middle of a wide canvas; (100, 290) is on the bone from (100, 200) to (100, 380)
        scale = box[1] / 400
        x, y = (box[0] - box[1]) / 2 + 100 * scale, 290 * scale
        alphas = page.eval_on_selector(
            "#stage canvas",
            "(c, [x, y]) => [[x, y], [x + 40, y]].map(([u, v]) => c.getContext('2d').getImageData(u, v, 1, 1).data[3])",
            [x, y],
        )
        assert alphas[0] > 150 and alphas[1] == 0


def test_people_who_are_told_around_themselves_stand_side_by_side(page, live):
    """As in a recording of a camera: joints from the hips of each, and no picture."""
    sink = live()
    joints = np.array([[0, 0, 0.4], [-0.5, 0, 0.5], [0, 0, 0]], np.float32)
    bones = """c => {
      const { data } = c.getContext('2d').getImageData(0, Math.round(0.6 * c.height), c.width, 1);
      const painted = [...new Uint8Array(data.buffer)].filter((_, i) => i % 4 === 3).map((alpha) => alpha > 100);
      return painted.filter((there, x) => there && !painted[x - 1]).length;
    }"""
    with Feeder(sink, lambda n: tick(n, (1, 3, 1), joints=joints, held=(1,) if n % 3 else ())):
        page.goto(sink.url)
        page.wait_for_selector(".person:nth-child(3)")
        page.wait_for_function(f"() => ({bones})(document.querySelector('#stage canvas')) === 3")


def test_labels_and_truth_of_every_frame_reach_the_band(page, live):
    sink = live()
    with Feeder(sink, lambda n: tick(n, (1 + n // 10 % 2,), truth=1 + n // 20 % 2)) as feeder:
        page.goto(sink.url)
        wait_until(lambda: state(page, "state.newest") > 100)
        labels, truth = state(page, "[state.labels.get(0), state.truth]")
        fed = feeder.fed
    told = {frame: run[2] for run in labels for frame in range(run[0], run[1] + 1)}
    known = {frame: run[2] for run in truth for frame in range(run[0], run[1] + 1)}
    assert told == {n: 1 + n // 10 % 2 for n in range(len(told))} and 100 < len(told) <= fed
    assert known == {n: 1 + n // 20 % 2 for n in range(len(known))}
    assert page.locator("#legend li").count() == len(CLASSES)
    assert page.locator("#lately li b").first.inner_text() in ("walking", CLASSES[2])


def test_ticks_for_which_a_film_has_no_frame_are_not_called_lost(page, live):
    sink = live()
    sink.follow_run(run_facts(live=False))
    with Feeder(sink, tick):
        page.goto(sink.url)
        page.wait_for_function("() => document.querySelector('#counters').innerText.includes('without a frame')")
        assert page.locator("#counters dd.warn").count() == 0
        assert "lost" not in page.locator("#counters").inner_text()


def test_a_name_is_text_whatever_it_says(page, live):
    sink = live()
    sink.follow_run(run_facts(source="<script>alert(1)</script>"))
    with Feeder(sink, lambda n: tick(n, (2,), trial="<b>bold</b>")):
        page.goto(sink.url)
        page.wait_for_selector(".person:not(.unsure)")
        assert page.locator(".person .label").inner_text() == CLASSES[2]
        assert page.locator("main img, main b:not(#lately b), main script").count() == 0
        assert "<b>bold</b>" in page.locator("#source").inner_text()


HEIGHTS = "(selector) => [...document.querySelectorAll(selector)].map((one) => one.offsetHeight)"
OPACITY = '+getComputedStyle(document.querySelector("#stage canvas")).opacity'


def test_names_of_any_length_leave_the_page_in_shape(page, live):
    sink = live(classes=["none", "walking " * 300, "x" * 3000, "sitting"])
    with Feeder(sink, lambda n: tick(n, (1, 2, 3))):
        page.goto(sink.url)
        page.wait_for_selector(".person:nth-child(3):not(.unsure)")
        for selector, most in ((".person", 200), ("#legend", 200), ("#lately li", 60)):
            page.wait_for_selector(selector)
            # in one breath: cards are made anew several times a second
            heights = page.evaluate(HEIGHTS, selector)
            assert 0 < max(heights) < most, selector
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_signals_are_drawn_as_traces(page, live):
    sink = live(channels=["acc_x", "acc_y", "acc_z"], units=["m/s^2"] * 3)
    with Feeder(sink, tick):
        page.goto(sink.url)
        wait_until(lambda: state(page, "state.signals.length") > 50)
        frames = state(page, "state.signals.map((sample) => sample[0])")
        assert frames == list(range(frames[0], frames[0] + len(frames)))
        assert page.locator("#stage.signals").count() == 1
        painted, shades = colours(page, "#stage canvas")
        assert painted > 1000 and shades > 4


def test_the_page_finds_the_next_run_by_itself_and_shows_nothing_of_the_former(page, live):
    first = live(name="first")
    port = first.url.rpartition(":")[2].strip("/")
    with Feeder(first, lambda n: tick(n, (1, 3))):
        page.goto(first.url)
        page.wait_for_selector(".person:nth-child(2)")
    first.close()
    status_is(page, "run ended")
    assert page.locator(".person").count() == 2  # what was last seen stays to be looked at
    second = live(f"live:{port}", name="second")
    with Feeder(second, lambda n: tick(n, (3,), trial="other")):
        status_is(page, "playing")
        page.wait_for_function("() => document.querySelectorAll('.person').length === 1")
        assert page.title().startswith("second")
        assert state(page, "[...state.labels.keys()]") == [0]
        assert state(page, "state.trial") == "other"


def test_a_silent_source_is_said_to_be_silent_and_then_to_be_back(page, live):
    sink = live()
    sink.follow_run(run_facts())
    with Feeder(sink, tick) as feeder:
        page.goto(sink.url)
        status_is(page, "live")
    status_is(page, "no frames for")
    assert page.locator("#hush").is_visible() and "given no frame for" in page.locator("#hush").inner_text()
    assert page.evaluate(OPACITY) < 0.5, "what was last seen is not there now"
    with Feeder(sink, lambda n: tick(feeder.fed + n)):
        status_is(page, "live")
        assert not page.locator("#hush").is_visible()
        assert page.evaluate(OPACITY) == 1


def test_a_held_person_is_said_not_to_be_seen(page, live):
    sink = live()
    with Feeder(sink, lambda n: tick(n, (1, 3), held=(1,) if n > 20 else ())):
        page.goto(sink.url)
        page.wait_for_selector(".person.held")
        assert page.locator(".person.held .note").inner_text() == "not seen, held"
        assert page.locator(".person").count() == 2


def test_a_token_is_asked_for_once_and_stays_in_no_address(browser, live):
    page = browser.new_page()
    sink = live("live:127.0.0.1:0?token=open-sesame")
    address = sink.url.partition("?")[0]
    with Feeder(sink, tick):
        answer = page.goto(sink.url.replace("sesame", "saysme"))
        assert answer.status == 401 and "another one" in page.inner_text("main")
        page.fill("input", "open-sesame")
        page.click("button")
        page.wait_for_selector(".person")
        assert page.url == address
        page.reload()
        page.wait_for_selector(".person")
    page.close()


def test_a_run_with_another_token_asks_for_it(browser, live):
    page = browser.new_page()
    first = live("live:127.0.0.1:0?token=open-sesame")
    port = first.url.partition("?")[0].rpartition(":")[2].strip("/")
    with Feeder(first, tick):
        page.goto(first.url)
        page.wait_for_selector(".person")
    first.close()
    status_is(page, "run ended")
    second = live(f"live:127.0.0.1:{port}?token=open-barley")
    with Feeder(second, tick):
        page.wait_for_selector("input")
        page.fill("input", "open-barley")
        page.click("button")
        page.wait_for_selector(".person")
    page.close()


def test_no_decision_is_cut_in_two_where_many_do_not_fit(page, live):
    sink = live()
    with Feeder(sink, lambda n: tick(n, (1 + n // 5 % 2 * 2,))):
        page.goto(sink.url)
        page.wait_for_function("() => document.querySelectorAll('#lately li').length > 18")
        cut = """() => {
          const { bottom, right } = document.querySelector('#lately ol').getBoundingClientRect();
          const rows = [...document.querySelectorAll('#lately li')].map((li) => li.getBoundingClientRect());
          const seen = rows.filter((row) => row.top < bottom && row.left < right - 1);
          return [seen.length, seen.some((row) => row.bottom > bottom + 1)];
        }"""
        seen, is_cut = page.evaluate(cut)
        assert seen > 1 and not is_cut


@pytest.mark.parametrize(("theme", "dark"), [("light", False), ("dark", True)])
def test_light_and_dark_follow_the_device_and_then_the_button(browser, live, theme, dark):
    sink = live()
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(sink.url)
    brightness = "() => Number(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0])"
    assert (page.evaluate(brightness) < 100) == dark
    page.click("#theme")
    assert page.locator("#theme").inner_text() == "light" and page.evaluate(brightness) > 200
    page.click("#theme")
    assert page.locator("#theme").inner_text() == "dark" and page.evaluate(brightness) < 100
    page.reload()
    assert page.evaluate(brightness) < 100
    context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_label_comes_first(browser, live):
    sink = live(classes=["none", "a name that is a good deal longer than usual", "w" * 60, "x"])
    sink.follow_run(run_facts(source="imu:/dev/serial/by-id/usb-" + "x" * 90))
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    with Feeder(sink, lambda n: tick(n, (2,))):
        page.goto(sink.url)
        page.wait_for_selector(".person:not(.unsure)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelector('.person .label').getBoundingClientRect().top") < 200
    context.close()


def test_a_hidden_tab_leaves_its_stream_to_others(page, live):
    sink = live()
    hide = "(hidden) => {{ Object.defineProperty(document, 'hidden', {{ value: hidden, configurable: true }}); {} }}"
    tell = hide.format("document.dispatchEvent(new Event('visibilitychange'))")
    with Feeder(sink, tick):
        page.goto(sink.url)
        page.wait_for_selector(".person")
        page.evaluate(tell, True)
        wait_until(lambda: len(sink._hub) == 0)
        page.evaluate(tell, False)
        status_is(page, "playing")
        wait_until(lambda: len(sink._hub) == 1)
