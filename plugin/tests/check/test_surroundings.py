# SPDX-License-Identifier: GPL-2.0-or-later
"""
What the programs of Wireshark get of our surroundings: the environment, the user's settings and Lua
scripts, the working directory, the rights of root, and time.
"""

import os
import pathlib
import pty
import shutil
import subprocess

import pytest

from bundled import CAPTURES
from conftest import BUSY, SILENT, build_folder

USER = 23456   # nobody has this number
IS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root has rights to give up")


def open_to_all(folder):
    subprocess.run(["chmod", "-R", "a+rwX", folder], check=True)


@pytest.fixture
def wrap(check):
    """Puts a program in front of those of Wireshark that does WORK first; the PATH to find it."""
    folder = check.folder / "bin"
    folder.mkdir(mode=0o755)

    def make(name, work, then=True):
        real = shutil.which(name)
        (folder / name).write_text(f"#!/bin/sh\n{work}\n" + (f'exec {real} "$@"\n' if then else ""),
                                   encoding="utf-8")
        (folder / name).chmod(0o755)
        return {"PATH": f"{folder}:{os.environ['PATH']}"}
    return make


@pytest.fixture
def ordinary(check):
    """Runs siplens-check as an ordinary user, where the tests run as root."""
    for name in ("siplens-check", "plugins"):
        subprocess.run(["cp", "-R", build_folder() / name, check.folder], check=True)
    (check.folder / "captures").mkdir()
    shutil.copy(SILENT, check.folder / "captures")
    shutil.copy(BUSY, check.folder / "captures")
    subprocess.run(["chmod", "-R", "a+rX", check.folder], check=True)

    def run(*arguments, environment=None, program="./siplens-check", status=None):
        before = ["setpriv", "--reuid", str(USER), "--regid", str(USER), "--clear-groups"]
        done = subprocess.run([*(before if IS_ROOT else []), program, *arguments], cwd=check.folder,
                              env=dict(os.environ, **(environment or {})), capture_output=True,
                              check=False, timeout=120)
        if status is not None:
            assert done.returncode == status, (done.returncode, done.stderr.decode())
        return done
    return run


# --- the user's Wireshark ---------------------------------------------------------------------------

SCRIPTS = {  # where Wireshark looks for them, and how it is led there
    ".local/lib/wireshark/plugins/x.lua": {"HOME": ""},
    ".config/wireshark/init.lua": {"HOME": ""},
    "plugins/4.0/x.lua": {"WIRESHARK_PLUGIN_DIR": "plugins"},
    "configuration/init.lua": {"WIRESHARK_CONFIG_DIR": "configuration"},
    "xdg/wireshark/init.lua": {"XDG_CONFIG_HOME": "xdg"},
    "data/init.lua": {"WIRESHARK_DATA_DIR": "data"},
}


def plant(check):
    """A user whose Wireshark is full of scripts that leave a file behind, and the environment."""
    home = check.folder / "home"
    made = check.folder / "made"
    made.mkdir()
    environment = {}
    shutil.copytree(build_folder() / "plugins", home / "plugins")
    for number, (path, variables) in enumerate(SCRIPTS.items()):
        script = home / path
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f'io.open("{made}/{number}", "w"):close()\n', encoding="utf-8")
        environment.update({name: str(home / value) for name, value in variables.items()})
    for name in ("configuration", "xdg/wireshark", ".config/wireshark"):
        (home / name / "preferences").write_text("siplens.t1_ms: 2000\n", encoding="utf-8")
        (home / name / "siplens_rules").write_text('"no_response","off"\n', encoding="utf-8")
        (home / name / "disabled_protos").write_text("sip\n", encoding="utf-8")
    open_to_all(check.folder / "home")
    open_to_all(made)
    return environment, made


def test_scripts_would_run_in_tshark(check, ordinary):
    """So that the next test cannot pass because they are at the wrong place."""
    environment, made = plant(check)
    ran = set()
    for name in ("HOME", "WIRESHARK_CONFIG_DIR", "WIRESHARK_DATA_DIR", "WIRESHARK_PLUGIN_DIR"):
        ordinary("-n", "-q", "-r", "captures/direct-silent.pcap", program="tshark",
                 environment={name: environment[name]})
        ran |= {int(path.name) for path in made.iterdir()}
    if not ran:
        pytest.skip("this tshark has no Lua")
    assert {0, 1, 3} <= ran


@pytest.mark.parametrize("user", ["ordinary", pytest.param("root", marks=as_root)])
def test_nothing_of_the_users_wireshark_runs_or_decides(check, ordinary, user):
    environment, made = plant(check)
    arguments = ("--format", "json", "--join", "captures/direct-silent.pcap", "captures/direct-busy.pcap")
    run = ordinary if user == "ordinary" else check.run
    for variables in (environment, {k: v for k, v in environment.items() if "CONFIG" not in k},
                      {"HOME": environment["HOME"]}):
        done = run(*arguments, environment=variables, status=1)
        assert not done.stderr and not list(made.iterdir())
        assert done.stdout == run(*arguments, status=1).stdout


def test_the_plugin_in_the_users_own_folder_is_found(check, ordinary):
    """But nothing else that is there."""
    environment, made = plant(check)
    home = pathlib.Path(environment["HOME"])
    shutil.copytree(build_folder() / "plugins", home / ".local/lib/wireshark/plugins", dirs_exist_ok=True)
    shutil.rmtree(check.folder / "plugins")
    open_to_all(home)
    ordinary("captures/direct-silent.pcap", environment={"HOME": str(home)}, status=1)
    assert not list(made.iterdir())
    shutil.rmtree(home / ".local/lib/wireshark")
    done = ordinary("captures/direct-silent.pcap", environment={"HOME": str(home)})
    assert done.returncode == 3 or b"no_response" in done.stdout   # installed for all users as well


def test_where_the_variable_says_the_plugin_is_it_must_be(check, ordinary):
    done = ordinary("captures/direct-silent.pcap", environment={"WIRESHARK_PLUGIN_DIR": "missing"},
                    status=3)
    assert b"missing" in done.stderr
    (check.folder / "plugins").rename(check.folder / "other")
    ordinary("captures/direct-silent.pcap", environment={"WIRESHARK_PLUGIN_DIR": "other"}, status=1)


HOSTILE = {
    "LUA_INIT": "x", "LUA_PATH": "x", "LUA_CPATH": "x", "SSLKEYLOGFILE": "x", "G_DEBUG": "x",
    "G_MESSAGES_DEBUG": "all", "GIO_EXTRA_MODULES": "x", "LD_LIBRARY_PATH": "/nonexistent",
    "WIRESHARK_DATA_DIR": "/nonexistent", "WIRESHARK_RUN_FROM_BUILD_DIRECTORY": "1",
    "WIRESHARK_EXTCAP_DIR": "/nonexistent", "WIRESHARK_DEBUG_WMEM_OVERRIDE": "strict",
    "WIRESHARK_LOG_LEVEL": "debug", "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1", "SMI_PATH": "x",
    "SMIPATH": "x", "GNUTLS_SYSTEM_PRIORITY_FILE": "x", "P11_KIT_CONFIG": "x", "MALLOC_PERTURB_": "1",
    "XDG_DATA_HOME": "x", "XDG_CONFIG_DIRS": "x", "TZ": "x", "LANG": "de_DE.UTF-8", "TMPDIR": "/tmp",
}
ALLOWED = {"PATH", "HOME", "WIRESHARK_CONFIG_DIR", "WIRESHARK_PLUGIN_DIR", "LC_ALL"}


@pytest.mark.parametrize("name", ["tshark", "mergecap", "editcap"])
def test_of_the_environment_only_what_is_listed_is_handed_on(check, wrap, name):
    path = wrap(name, f"env >> {check.folder}/made/env; pwd > {check.folder}/made/pwd")
    (check.folder / "made").mkdir()
    (check.folder / "cut").write_bytes(BUSY.read_bytes()[:-5])
    open_to_all(check.folder / "made")
    check.run("--join", SILENT, "cut", environment=dict(HOSTILE, **path), status=3)
    lines = (check.folder / "made/env").read_text(encoding="utf-8").splitlines()
    of_the_shell = {"PWD", "OLDPWD", "SHLVL", "_"}
    assert {line.split("=")[0] for line in lines} - of_the_shell <= ALLOWED
    assert {"HOME=/nonexistent", "WIRESHARK_CONFIG_DIR=/nonexistent"} <= set(lines)
    assert (check.folder / "made/pwd").read_text(encoding="utf-8") == "/\n"


# --- the working directory ----------------------------------------------------------------------------

@pytest.mark.parametrize("path", [".", "", "bin", "./bin"])
def test_no_program_of_the_working_directory_runs(check, path):
    """PATH may name it, and may even be empty at one place."""
    (check.folder / "bin").mkdir()
    for name in ("tshark", "mergecap", "editcap", "bin/tshark", "bin/mergecap", "bin/editcap"):
        program = check.folder / name
        program.write_text(f"#!/bin/sh\ntouch {check.folder}/made\nexit 1\n", encoding="utf-8")
        program.chmod(0o755)
    (check.folder / "cut").write_bytes(BUSY.read_bytes()[:-5])
    check.folder.chmod(0o777)
    environment = {"PATH": f"{path}:{os.environ['PATH']}:{path}"}
    assert b"no_response" in check.run("--join", SILENT, "cut", environment=environment, status=3).stdout
    assert not (check.folder / "made").exists()
    done = check.run(SILENT, environment={"PATH": path}, status=3)
    assert b"not in PATH" in done.stderr


def test_tshark_looks_for_nothing_in_the_working_directory(check):
    """As it does for the file IOR.txt, which may be a pipe that never says anything."""
    os.mkfifo(check.folder / "IOR.txt")
    check.run(SILENT, status=1, timeout=60)
    check.run("--join", SILENT, BUSY, status=1, timeout=60)


def test_captures_of_the_working_directory_are_found_by_their_names(check):
    (check.folder / "sub").mkdir()
    for name in ("one.pcap", "sub/two.pcap", "-x"):
        shutil.copy(SILENT, check.folder / name)
    assert check.json("--join", "one.pcap", "sub/../sub/two.pcap", "--", "-x", status=1)


# --- files that an option names -----------------------------------------------------------------------

def keys(check, wrap, mode, rest=""):
    """What tshark is handed as a key log, and whether it can be read."""
    log = check.folder / "made"
    log.write_text("", encoding="utf-8")
    log.chmod(0o666)
    (check.folder / "keys.log").write_text("# secret\n", encoding="utf-8")
    (check.folder / "keys.log").chmod(mode)
    return wrap("tshark", 'for a in "$@"; do case $a in *keylog_file:*|*"_keys:"*) '
                f'f=${{a#*keylog_file:}}; echo "$a" >> {log}; cat "${{f%%[!a-zA-Z0-9/._-]*}}" >> {log};; '
                f"esac; done; {rest}")


@pytest.mark.parametrize("mode", [0o644, 0o600])
@pytest.mark.parametrize("value", ["tls.keylog_file:keys.log", "TLS.keylog_file: keys.log",
                                   "tls.keylog_file:./keys.log", "ssl.keylog_file:keys.log",
                                   "tls.keylog_file:%s/keys.log"])
def test_a_key_log_can_be_read(check, wrap, mode, value):
    """Also where it is for root only, and tshark runs as nobody."""
    path = keys(check, wrap, mode)
    value = value.replace("%s", str(check.folder))
    done = check.run("--option", value, SILENT, environment=path, status=1)
    lines = (check.folder / "made").read_text(encoding="utf-8").splitlines()
    assert "# secret" in lines and (not done.stderr or b"has been converted to" in done.stderr)
    assert all(line.split(":")[1].startswith("/") for line in lines if "keylog_file:" in line)


@as_root
def test_copies_of_keys_are_for_nobody_alone_and_go(check, wrap):
    temporary = check.folder / "tmp"
    temporary.mkdir(mode=0o711)
    seen = check.folder / "seen"
    seen.write_text("", encoding="utf-8")
    seen.chmod(0o666)
    path = keys(check, wrap, 0o600, 'case "$*" in *keylog_file:*) '
                'f="${*##*keylog_file:}"; f="${f%% *}"; '
                f'stat -c "%a %u" "$f" >> {seen}; ls "${{f%/*}}" >> {seen} 2>&1;; esac')
    path["TMPDIR"] = str(temporary)
    done = check.run("--option", "tls.keylog_file:keys.log", SILENT, environment=path, status=1)
    assert not done.stderr and not list(temporary.iterdir())
    rights, denied, *_ = seen.read_text(encoding="utf-8").splitlines()
    assert rights == "600 65534" and "Permission denied" in denied


@pytest.mark.parametrize("option", ["tls.keylog_file:missing.log",
                                    'uat:rsa_keys:"missing.pem",""',
                                    'uat:ssl_keys:"192.0.2.1","5061","sip","missing.pem",""'])
def test_a_missing_key_file_is_named(check, option):
    done = check.run("--option", option, SILENT, status=2)
    assert b"--option" in done.stderr and b"missing." in done.stderr and b"No such file" in done.stderr


@as_root
def test_a_file_that_nobody_may_write_is_named(check):
    check.folder.chmod(0o755)
    done = check.run("--option", "tls.debug_file:debug.log", SILENT, status=2)
    assert b"nobody" in done.stderr and b"debug.log" in done.stderr
    done = check.run("--option", "tls.keylog_file:.", SILENT)
    assert not (check.folder / "debug.log").exists()


def test_a_table_of_keys_is_handed_on_with_the_whole_path(check, wrap):
    path = keys(check, wrap, 0o600, 'echo "$@" >> ' + f"{check.folder}/made")
    check.run("--option", 'uat:rsa_keys:"keys.log",""', SILENT, environment=path)
    assert 'uat:rsa_keys:"/' in (check.folder / "made").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["TRUE", "250", "sip"])
def test_a_file_of_that_name_is_no_file_to_an_option_that_names_none(check, name):
    (check.folder / name).write_text("", encoding="utf-8")
    assert not check.run("--option", "siplens.t1_ms:250", "--option", "tcp.desegment_tcp_streams:TRUE",
                         "--option", "gui.layout_type:1", SILENT, status=1).stderr


def test_an_ordinary_user_has_a_debug_file_where_it_was_named(check, ordinary):
    check.folder.chmod(0o777)
    ordinary("--option", "tls.debug_file:debug.log", "captures/direct-silent.pcap", status=1)
    assert (check.folder / "debug.log").exists()


# --- the rights of root -------------------------------------------------------------------------------

def closed(check, names):
    """Captures in a folder that only we may enter."""
    folder = check.folder / "closed"
    folder.mkdir(mode=0o700)
    source = CAPTURES / "ack_missing/trigger-proxy-drops-it.pcap"
    subprocess.run(["editcap", "-r", source, folder / names[0], "1-6"], check=True)
    subprocess.run(["editcap", source, folder / names[1], "1-6"], check=True)
    for name in names:
        (folder / name).chmod(0o600)
    return [folder / name for name in names]


@as_root
def test_root_runs_no_program_of_wireshark_as_root(check, wrap):
    log = check.folder / "made"
    log.write_text("", encoding="utf-8")
    log.chmod(0o666)
    for name in ("tshark", "mergecap", "editcap"):
        path = wrap(name, f"echo {name} $(id -u):$(id -g):$(id -G) $# >> {log}")
    captures = closed(check, ["one.pcap", "two.pcap"])
    cut = check.folder / "closed/cut"
    cut.write_bytes(captures[0].read_bytes()[:-5])
    cut.chmod(0o600)
    done = check.run("--join", *captures, environment=path, status=1)
    assert b"ack_missing" in done.stdout and not done.stderr
    done = check.run("--join", captures[1], cut, environment=path, status=3)
    assert b"ack_missing" in done.stdout and b"cut short" in done.stderr
    done = check.run(captures[0], environment=path)
    ran = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    assert {name for name, *_ in ran} == {"tshark", "mergecap", "editcap"}
    assert {who for _, who, _ in ran} == {"65534:65534:65534"}
    check.run("--join", *captures, environment=dict(path, TMPDIR=str(check.folder / "closed")), status=1)
    assert sorted(os.listdir(check.folder / "closed")) == ["cut", "one.pcap", "two.pcap"]


def can_unshare(*flags):
    return shutil.which("unshare") and subprocess.run(["unshare", *flags, "true"], check=False,
                                                      capture_output=True).returncode == 0


def in_namespace(check, *arguments, environment=None, before=(), user=()):
    return subprocess.run([*user, "unshare", "-Ur", *before, *arguments], cwd=check.folder,
                          capture_output=True, check=False, stdin=subprocess.DEVNULL,
                          env=dict(os.environ, **(environment or {})))


def test_where_nobody_cannot_be_had_it_says_so(check, wrap):
    """As in a container of an ordinary user, who is root there and has no other user."""
    if not can_unshare("-Ur"):
        pytest.skip("no user namespace can be made")
    path = wrap("tshark", f"touch {check.folder}/made")
    done = in_namespace(check, check.program, SILENT, environment=path)
    assert done.returncode == 3 and not done.stdout and not (check.folder / "made").exists()
    assert b"nobody" in done.stderr and b"--as-root" in done.stderr
    check.folder.chmod(0o777)
    in_namespace(check, check.program, "--as-root", SILENT, environment=path)
    assert (check.folder / "made").exists()


@as_root
def test_without_the_right_to_change_users_it_says_so(check):
    done = subprocess.run(["setpriv", "--bounding-set=-setuid", "--inh-caps=-setuid", check.program,
                           SILENT], cwd=check.folder, capture_output=True, check=False)
    assert done.returncode == 3 and b"--as-root" in done.stderr


@as_root
def test_nobody_has_no_terminal(check, wrap):
    """Into which it could type for root."""
    log = check.folder / "made"
    log.write_text("", encoding="utf-8")
    log.chmod(0o666)
    path = wrap("tshark", f"(: < /dev/tty) 2>/dev/null && echo has >> {log} || echo none >> {log}")
    master, slave = pty.openpty()
    # script(1) would do the same: a session of its own whose terminal is ours.
    subprocess.run(["setsid", "-c", check.program, SILENT], cwd=check.folder, stdin=slave,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                   env=dict(os.environ, **path))
    os.close(master)
    os.close(slave)
    assert set(log.read_text(encoding="utf-8").split()) == {"none"}


@pytest.mark.parametrize("folder", [".", "tmp", "./tmp/"])
def test_temporary_files_may_be_named_from_here(check, folder):
    (check.folder / "tmp").mkdir(mode=0o755)
    check.run("--join", SILENT, BUSY, environment={"TMPDIR": folder}, status=1)
    assert os.listdir(check.folder) == ["tmp"] and not os.listdir(check.folder / "tmp")


@as_root
def test_as_root_is_for_where_nobody_cannot_be_had(check, wrap):
    log = check.folder / "made"
    log.write_text("", encoding="utf-8")
    log.chmod(0o666)
    path = wrap("tshark", f"id -u >> {log}")
    check.run("--as-root", SILENT, environment=path, status=1)
    assert set(log.read_text(encoding="utf-8").split()) == {"65534"}


@pytest.fixture
def installed(check):
    """
    A command that runs siplens-check as it is installed, with the plugin in Wireshark's own folder, in
    a mount namespace of its own.
    """
    if not can_unshare("-m") and not can_unshare("-Urm"):
        pytest.skip("no mount namespace can be made")
    tree = check.folder / "tree"
    subprocess.run(["cmake", "--install", build_folder(), "--prefix", "/usr"], check=True,
                   capture_output=True, env=dict(os.environ, DESTDIR=str(tree)))
    plugin, = tree.rglob("siplens.so")
    place = pathlib.Path("/", plugin.relative_to(tree)).parent
    if not place.is_dir():
        pytest.skip(f"Wireshark has no folder {place}")
    subprocess.run(["chmod", "-R", "a+rX", check.folder], check=True)
    script = f'mount --bind "{plugin.parent}" "{place}" && exec "{tree}/usr/bin/siplens-check" "$@"'
    return ["sh", "-c", script, "sh"]


@as_root
def test_installed_it_does_the_same(check, installed, wrap):
    log = check.folder / "made"
    log.write_text("", encoding="utf-8")
    log.chmod(0o666)
    path = wrap("tshark", f"id -u >> {log}")
    done = subprocess.run(["unshare", "-m", *installed, SILENT], cwd=check.folder, capture_output=True,
                          check=False, env=dict(os.environ, **path))
    assert done.returncode == 1 and b"no_response" in done.stdout and not done.stderr
    assert set(log.read_text(encoding="utf-8").split()) == {"65534"}


def test_installed_in_a_rootless_container(check, installed):
    if not can_unshare("-Urm"):
        pytest.skip("no user namespace can be made")
    done = in_namespace(check, *installed, SILENT, before=["-m"])
    assert done.returncode == 3 and b"--as-root" in done.stderr
    done = in_namespace(check, *installed, "--as-root", SILENT, before=["-m"])
    assert done.returncode == 1 and b"no_response" in done.stdout and not done.stderr


# --- time ---------------------------------------------------------------------------------------------

LONG = f"7{os.getpid()}"   # seconds, and a mark


@pytest.fixture
def slow(check, wrap):
    """tshark that never ends on a capture of a few bytes, whose name is stuck."""
    (check.folder / "stuck").write_bytes(b"x")
    (check.folder / "stuck").chmod(0o644)
    return wrap("tshark", 'case "$*" in *jsonl*) size=$(stat -Lc %s /proc/self/fd/0); '
                          '[ "$size" -gt 1 ] || exec sleep ' + f'{LONG};; esac')


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_capture_that_takes_too_long_is_named_and_the_others_are_checked(check, slow, jobs):
    done = check.run("--timeout", "3", "--jobs", jobs, "stuck", SILENT, environment=slow, status=3,
                     timeout=60)
    assert b"siplens-check: stuck: it took longer than 3 s" in done.stderr
    assert b"no_response" in done.stdout and b"1 could not be used" in b" ".join(done.stdout.split())
    assert not subprocess.run(["pgrep", "-f", f"^sleep {LONG}"], check=False, capture_output=True).stdout


def test_time_for_those_that_do_not_take_it(check):
    check.run("--timeout", "86400", SILENT, status=1)
    (check.folder / "a.conf").write_text("[options]\ntimeout=3600\n", encoding="utf-8")
    check.run("--config", "a.conf", "--join", SILENT, BUSY, status=1)


@pytest.mark.parametrize("program", ["tshark", "mergecap"])
@pytest.mark.parametrize("work", [f"exec sleep {LONG}", f"exec >&- 2>&-; exec sleep {LONG}",
                                  f"trap '' TERM INT HUP; exec sleep {LONG}", "sleep 120; exit 1"],
                         ids=["waits", "silent", "stubborn", "parent"])
def test_joining_that_takes_too_long(check, wrap, program, work):
    """Also where a program closes its output, ignores signals, or leaves a child of its own."""
    path = wrap(program, f'case "$*" in *jsonl*|*-w*) {work};; esac')
    done = check.run("--timeout", "2", "--join", SILENT, BUSY, environment=path, status=3, timeout=60)
    assert b"it took longer than" in done.stderr


def test_standard_input_that_does_not_end(check):
    reader, writer = os.pipe()
    done = check.run("--timeout", "2", "-", SILENT, stdin=reader, status=3, timeout=60)
    os.close(reader)
    os.close(writer)
    assert b"standard input: standard input did not end" in done.stderr and b"no_response" in done.stdout


@pytest.mark.parametrize("value", ["0", "-1", "86401", "1.5", "x", ""])
def test_a_time_that_is_none(check, value):
    assert b"--timeout" in check.run("--timeout", value, SILENT, status=2).stderr
