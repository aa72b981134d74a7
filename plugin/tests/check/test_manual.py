# SPDX-License-Identifier: GPL-2.0-or-later
"""Manual page, completions and examples say what the program does, and work."""

import ipaddress
import json
import os
import re
import shutil
import subprocess

import pytest

from bundled import CAPTURES, TOP
from conftest import BUSY, FORMATS, SILENT, build_folder

COMPLETION = TOP / "plugin/check/completion"
PAGE = (TOP / "plugin/doc/siplens-check.md").read_text(encoding="utf-8")
README = (TOP / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def options(check):
    return set(re.findall(r"^ +(?:-h, )?(--[a-z-]+)", check.text("--help", status=0), re.MULTILINE))


def test_manual_has_every_option(options):
    source = (TOP / "plugin/doc/siplens-check.1").read_text(encoding="utf-8").replace("\\-", "-")
    section = source.split(".SH OPTIONS")[1].split(".SH EXIT STATUS")[0]
    heads = re.findall(r"^\.TP\n(.*)$", section, re.MULTILINE)
    assert {re.search(r"--[a-z-]+", head)[0] for head in heads} == options


def test_manual_has_no_error():
    if not shutil.which("man"):
        pytest.skip("man is not installed")
    done = subprocess.run(["man", "--warnings", "-l", TOP / "plugin/doc/siplens-check.1"],
                          capture_output=True, check=True, env=dict(os.environ, MANWIDTH="80"))
    assert not done.stderr and b"EXIT STATUS" in done.stdout


@pytest.mark.parametrize("name,pattern", [
    ("siplens-check.bash", r"(?<![\w-])--[a-z-]+"),
    ("_siplens-check", r"(?<![\w-])--[a-z-]+"),
    ("siplens-check.fish", r"-l ([a-z-]+)"),
])
def test_completions_have_every_option_and_format(options, name, pattern):
    text = (COMPLETION / name).read_text(encoding="utf-8").replace("siplens-check --list-rules", "")
    found = {word if word.startswith("--") else f"--{word}" for word in re.findall(pattern, text)}
    assert options <= found
    assert found - options <= {"--"}
    assert " ".join(FORMATS) in text


def complete(words, path):
    script = (f"source {COMPLETION}/siplens-check.bash; COMP_WORDS=({words}); "
              "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _siplens_check; printf '%s\\n' \"${COMPREPLY[@]}\"")
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True,
                          env=dict(os.environ, PATH=path))
    assert not done.stderr
    return done.stdout.decode().split()


def test_bash_completes(options):
    path = f"{build_folder()}:{os.environ['PATH']}"
    assert set(complete("siplens-check --", path)) == options
    assert complete("siplens-check --format s", path) == ["sarif"]
    assert complete("siplens-check --rule ack_miss", path) == ["ack_missing="]
    assert complete("siplens-check --fail-on = w", path) == ["warn"]


@pytest.mark.parametrize("shell,file", [("zsh", "_siplens-check"), ("fish", "siplens-check.fish"),
                                        ("bash", "siplens-check.bash")])
def test_completions_parse(shell, file):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", COMPLETION / file], check=True)


def test_formats_of_the_page():
    assert set(re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE)) == set(FORMATS)


# --- the examples, as a shell runs them -------------------------------------------------------------

@pytest.fixture
def shell(check):
    """Runs a script with siplens-check and tshark in PATH, tshark with the plugin, as anybody."""
    folder = check.folder / "bin"
    folder.mkdir()
    plugins = check.folder / "plugins"
    shutil.copytree(build_folder() / "plugins", plugins)
    (folder / "siplens-check").symlink_to(check.program)
    (folder / "tshark").write_text(
        f"#!/bin/sh\nexport WIRESHARK_PLUGIN_DIR={plugins} HOME={check.folder}\n"
        "[ $(id -u) -ne 0 ] || as='setpriv --reuid 65534 --regid 65534 --clear-groups'\n"
        f"exec $as {shutil.which('tshark')} \"$@\"\n", encoding="utf-8")
    (folder / "tshark").chmod(0o755)
    subprocess.run(["chmod", "-R", "a+rX", check.folder], check=True)

    def run(script, **environment):
        # In a session of its own: parallel ends whole process groups.
        return subprocess.run(["sh", "-e", "-c", script], cwd=check.folder, capture_output=True,
                              start_new_session=True, check=False, env=dict(
                                  os.environ, PATH=f"{folder}:{os.environ['PATH']}", **environment))
    return run


EXAMPLES = {"github": 0, "gitlab": 1}


def example(system):
    """The configuration of a CI system on the page."""
    if system == "jenkins":
        block, = re.findall(r"```groovy\n(.*?)```", PAGE, re.DOTALL)
        return block
    return re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[EXAMPLES[system]]


@pytest.mark.parametrize("unusable", [False, True])
@pytest.mark.parametrize("system", ["github", "gitlab", "jenkins"])
def test_examples(check, shell, system, unusable):
    """Every step but the last goes on; the last says that a call failed, or a capture was of no use."""
    (check.folder / "captures").mkdir()
    shutil.copy(SILENT, check.folder / "captures")
    shutil.copy(BUSY, check.folder / "captures")
    if unusable:
        (check.folder / "captures/broken.pcap").write_bytes(SILENT.read_bytes()[:-9])
    block = example(system)
    steps = re.findall(r"(?:run: |- |sh ')(siplens-check .*?)'?$", block, re.MULTILINE)
    assert len(steps) >= 3
    ends = [shell(step, GITHUB_STEP_SUMMARY="summary.md") for step in steps]
    codes = [end.returncode for end in ends]
    failed = 0 if system == "jenkins" else 1
    # "[ $? -eq 1 ]" makes 1 of the 3.
    last = failed if not unusable else 1 if system == "jenkins" else 3
    assert codes == [0] * (len(steps) - 1) + [last], ends
    reports = re.findall(r"[\w-]+\.(?:html|xml|sarif)", block)
    for report in [*reports, *(["summary.md"] if system == "github" else [])]:
        text = (check.folder / report).read_text(encoding="utf-8")
        assert ("broken" in text) == unusable, report
        if report.endswith(".xml"):
            assert "<failure" in text


def test_status_codes_of_ones_own(check):
    """The page's two ways to name one, with a code that a capture has, and a text with a semicolon."""
    by_option, by_file = re.findall(r'uat:siplens_status:"499",.*?"(?=\'|\n)', PAGE)
    assert by_option == by_file
    row = by_option.replace("499", "486").replace("。", "；a;b。", 1)
    (check.folder / "a.conf").write_text("[options]\noption=" + row.replace(";", "\\;") + "\n",
                                         encoding="utf-8")
    reports = [check.text("--format", "html", *options, BUSY, status=0)
               for options in (["--option", row], ["--config", "a.conf"])]
    assert reports[0] == reports[1] and "客户取消" in reports[0]


def readme_scripts():
    return re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


SSH = """#!/bin/sh
# Stands for ssh and its daemon, which sets SHELL: each host is a folder, in which its commands run.
while :; do
    case $1 in
    -o | -p | -l) shift 2 ;;
    -*) shift ;;
    *) break ;;
    esac
done
host=$1
shift
[ "$1" != -- ] || shift
cd "$HOSTS/$host" || exit 255
echo "$host" >>"$HOSTS/log"
HOME=$HOSTS/$host SHELL=/bin/sh exec setsid -w sh -c "$*"
"""


def test_captures_are_spread_over_machines(check, shell):
    """The README's way, with two machines that are folders, and this one."""
    for program in ("parallel", "rsync"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    script, = [s for s in readme_scripts() if "parallel" in s]
    for name in ("one", "two"):
        (check.folder / "hosts.d" / name).mkdir(parents=True)
    (check.folder / "ssh").write_text(SSH, encoding="utf-8")
    (check.folder / "ssh").chmod(0o755)
    (check.folder / "hosts").write_text("1/one\n1/two\n1/:\n", encoding="utf-8")
    for capture in sorted(CAPTURES.glob("ack_missing/*.pcap"))[:6]:
        shutil.copy(capture, check.folder)
    done = shell(script.replace("\\\n    siplens", "--will-cite \\\n    siplens"),
                 PARALLEL_SSH=str(check.folder / "ssh"), HOSTS=str(check.folder / "hosts.d"),
                 PARALLEL_HOME=str(check.folder / "parallel"), HOME=str(check.folder))
    expected = check.json(*sorted(p.name for p in check.folder.glob("*.pcap")))
    assert done.returncode == (1 if expected["total"]["failed"] else 0), done.stderr.decode()
    merged = check.json("--from-jsonl", *sorted(p.name for p in check.folder.glob("*.pcap.jsonl")))
    assert merged == expected
    assert "SIP Lens" in (check.folder / "siplens.html").read_text(encoding="utf-8")
    # The machines took part, and nothing is left on them.
    log = (check.folder / "hosts.d/log").read_text(encoding="utf-8").split()
    assert set(log) == {"one", "two"}
    assert not list((check.folder / "hosts.d/one").glob("*.pcap*"))


CURL = """#!/bin/sh
# Stands for curl: keeps what it is to send.
case $3 in PUT) cat >"$SENT/mapping" ;; POST) cat >"$SENT/bulk" ;; esac
echo "$4" >>"$SENT/log"
"""

# What the servers turn into a value of a type of the mapping.
FITS = {
    "integer": lambda v: -2 ** 31 <= int(v) < 2 ** 31,
    "short": lambda v: -2 ** 15 <= int(v) < 2 ** 15,
    "byte": lambda v: -128 <= int(v) < 128,
    "long": lambda v: -2 ** 63 <= int(v) < 2 ** 63,
    "float": lambda v: float(v) is not None,
    "double": lambda v: float(v) is not None,
    "boolean": lambda v: v in (True, False, "true", "false"),
    "ip": ipaddress.ip_address,
    "date": lambda v: re.fullmatch(r"\d+|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", v),
}


def test_packets_load_into_a_search_server(check, shell):
    """As far as the bulk format and the mapping go: no such server runs here."""
    script, = [s for s in readme_scripts() if "_bulk" in s]
    (check.folder / "bin/curl").write_text(CURL, encoding="utf-8")
    (check.folder / "bin/curl").chmod(0o755)
    shutil.copy(CAPTURES / "ack_missing/trigger-failure.pcap", check.folder / "a.pcap")
    (check.folder / "a.pcap").chmod(0o644)
    done = shell(script, SENT=str(check.folder), server="http://localhost:9200")
    assert done.returncode == 0, done.stderr.decode()
    mapping = json.loads((check.folder / "mapping").read_text(encoding="utf-8"))["mappings"]
    assert mapping.get("dynamic", True) is True  # 4.6 leaves it out
    types = mapping["properties"]["layers"]["properties"]
    bulk = (check.folder / "bulk").read_bytes()
    assert bulk.endswith(b"\n")
    lines = [json.loads(line) for line in bulk.decode().splitlines()]
    assert lines[0::2] == [{"index": {}}] * (len(lines) // 2) and len(lines) > 4
    documents = [line["layers"] for line in lines[1::2]]
    seen = set()
    for document in documents:
        for protocol in ("frame", "ip", "siplens"):
            for name, values in document[protocol].items():
                kind = types.get(protocol, {}).get("properties", {}).get(name, {}).get("type")
                for value in values if isinstance(values, list) else [values]:
                    assert kind is None or FITS[kind](value), (name, kind, value)
                    seen.add((name, kind))
    assert ("siplens_siplens_call", "long") in seen
    assert any(name == "siplens_siplens_violation" for name, _ in seen)
    assert any(d["siplens"].get("siplens_siplens_violation") == "ack_missing" for d in documents)
