"""Set-up where it broke: each circumstance is made here, and nothing is fetched for it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from contextlib import ExitStack, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from dev import apt, chromium, console, once, postgres, proxy, server
from dev.console import Stop
from dev.paths import ROOT

STRANGE = "Мой магазин (1) & $HOME's"


class SetUpCase(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()), STRANGE)
        self.folder.mkdir()
        self.told = self.enterContext(redirect_stdout(StringIO()))

    def says(self, text):
        """A program that says this and fails."""
        file = self.folder / "says"
        file.write_text(text)
        return ["sh", "-c", 'cat "$0"; exit 1', file]


class TestFolders(SetUpCase):
    """A folder whose name has blanks, brackets and signs; and one that only root may enter."""

    def test_haproxy_takes_its_settings_from_a_folder_with_blanks(self):
        with patch.object(proxy, "HOME", self.folder), socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            front = proxy.start(server_port(), 1, 2)
        self.addCleanup(front.wait)
        self.addCleanup(front.terminate)
        self.assertIsNone(front.poll())

    def test_why_haproxy_refuses_its_settings_is_told(self):
        with (
            patch.object(proxy, "HOME", self.folder),
            patch.object(proxy, "_CONFIG", "defaults\n    errorfile 503 /nowhere\n"),
            self.assertRaisesRegex(
                Stop, r"(?s)haproxy refuses its settings: .*(/nowhere|errorfile)"
            ),
        ):
            proxy.start(1, 1, 2)

    def test_chromiums_script_starts_it_from_a_folder_with_blanks(self):
        program = self.folder / "usr/lib/chromium/chromium"
        program.parent.mkdir(parents=True)
        program.write_text('#!/bin/sh\necho "$FONTCONFIG_FILE|$LD_LIBRARY_PATH|$*"\n')
        program.chmod(0o755)
        (self.folder / "usr/lib/x86_64-linux-gnu").mkdir()
        wrapper = self.folder / "chromium"
        wrapper.write_text(chromium._wrapper(self.folder, self.folder / "fonts.conf"))
        said = subprocess.check_output(["sh", wrapper, "a page"], text=True)
        fonts, libraries, words = said.strip().split("|")
        self.assertEqual(fonts, str(self.folder / "fonts.conf"))
        self.assertIn(str(self.folder), libraries)
        self.assertTrue(words.endswith("a page"))

    @unittest.skipUnless(os.geteuid() == 0, "only root's cluster lies elsewhere")
    def test_what_root_makes_under_a_strict_umask_can_be_entered(self):
        place = self.folder / "lib"
        before = os.umask(0o077)
        self.addCleanup(os.umask, before)
        postgres._outside(place, self.folder / "nothing")
        self.assertEqual(place.stat().st_mode & 0o777, 0o755)

    @unittest.skipUnless(os.geteuid() == 0, "an ordinary user's umask is his own")
    def test_a_command_of_roots_does_not_keep_a_strict_umask(self):
        code = "import os, dev.__main__ as m; m._settle(); print(oct(os.umask(0)))"
        words = [sys.executable, "-c", code]
        said = subprocess.check_output(words, cwd=ROOT, text=True, umask=0o077)
        self.assertEqual(said.strip(), "0o22")


class TestPlace(SetUpCase):
    """Root's database moves from where Debian clears away to where it stays."""

    def setUp(self):
        super().setUp()
        self.before, self.place = self.folder / "tmp", self.folder / "lib"
        (self.before / "postgres").mkdir(parents=True)
        (self.before / "postgres" / "PG_VERSION").write_text("15")

    def test_it_lies_where_nothing_is_cleared_away(self):
        self.assertEqual(str(postgres.LASTING), "/var/lib")

    def test_a_floor_that_is_there_is_moved_and_not_lost(self):
        self.assertEqual(postgres._outside(self.place, self.before), self.place)
        self.assertEqual((self.place / "postgres" / "PG_VERSION").read_text(), "15")
        self.assertFalse(self.before.exists())

    def test_a_move_that_was_killed_begins_anew(self):
        partial = self.folder / "lib.partial"
        partial.mkdir()
        (partial / "half").touch()
        postgres._outside(self.place, self.before)
        self.assertFalse((self.place / "half").exists())
        self.assertTrue((self.place / "postgres" / "PG_VERSION").exists())

    def test_a_new_floor_is_not_overwritten_by_an_old_one(self):
        self.place.mkdir()
        (self.place / "new").touch()
        postgres._outside(self.place, self.before)
        self.assertTrue((self.place / "new").exists())
        self.assertTrue(self.before.exists())

    def test_a_server_that_still_runs_there_ends_first(self):
        running = subprocess.Popen(["sleep", "60"])
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        pid = self.before / "postgres" / "postmaster.pid"
        pid.write_text(f"{running.pid}\n")
        with patch.object(postgres, "PATIENCE", 1), ExitStack() as stack:
            stack.enter_context(patch.object(postgres, "_lives", lambda _file: False))
            postgres._outside(self.place, self.before)
        self.assertEqual(running.wait(5), -signal.SIGINT)


class TestApt(SetUpCase):
    def mirror(self, *lines):
        """What is taken from such sources, read by the machine's own apt-get."""
        sources = self.folder / "sources.list"
        sources.write_text("".join(f"{line}\n" for line in lines))
        plain = Path(tempfile.mkdtemp())
        self.addCleanup(plain.rmdir)
        self.addCleanup((plain / "apt.conf").unlink)
        (plain / "apt.conf").write_text(
            f'Dir::Etc::SourceList "{sources}";\nDir::Etc::SourceParts "/nowhere";\n'
        )
        with patch.dict(os.environ, APT_CONFIG=str(plain / "apt.conf")):
            return apt._mirror(self.folder)

    def test_a_disc_that_stands_first_is_passed_over(self):
        suite, mirror = apt.suite(), "http://mirror.example/debian/"
        disc = f"deb cdrom:[Debian GNU/Linux 12 _Bookworm_ - DVD amd64]/ {suite} main"
        self.assertEqual(self.mirror(disc, f"deb {mirror} {suite} main"), mirror)

    def test_a_flat_source_that_stands_first_is_passed_over(self):
        suite, mirror = apt.suite(), "http://mirror.example/debian/"
        flat = "deb [trusted=yes] http://a.example/packages /"
        self.assertEqual(self.mirror(flat, f"deb {mirror} {suite} main"), mirror)

    def test_only_a_disc_is_told_to_be_no_mirror(self):
        with self.assertRaisesRegex(Stop, "name no mirror"):
            self.mirror(f"deb cdrom:[A disc]/ {apt.suite()} main")

    def test_somebody_elses_dpkg_is_waited_for(self):
        half = self.says("E: Unmet dependencies. Try 'apt --fix-broken install'.\n")
        done = self.folder / "done"
        words = ["sh", "-c", '[ -e "$0" ] && echo Inst x && exit; touch "$0"; "$@"', done, *half]
        with patch.multiple(apt, PAUSE=1, PATIENCE=1), patch("time.sleep"):
            self.assertIn("Inst x", apt._planned(words, "why"))
        self.assertIn("Waiting", self.told.getvalue())

    def test_a_dpkg_that_never_ends_is_told(self):
        half = self.says("E: Unmet dependencies. Try 'apt --fix-broken install'.\n")
        with (
            patch.multiple(apt, PAUSE=1, PATIENCE=0),
            self.assertRaisesRegex(Stop, "fix-broken install"),
        ):
            apt._planned(half, "why")

    def test_another_failure_of_apt_is_told_at_once(self):
        with self.assertRaisesRegex(Stop, "Unable to locate package"):
            apt._planned(self.says("E: Unable to locate package x\n"), "why")
        self.assertEqual(self.told.getvalue(), "")


class TestWords(SetUpCase):
    """What a person reads when it cannot go on."""

    PIP = (
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...:"
        " [Errno -3] Temporary failure in name resolution')': /simple/asn1crypto/\n"
        "ERROR: Could not find a version that satisfies the requirement asn1crypto\n"
        "ERROR: No matching distribution found for asn1crypto\n"
    )

    def test_without_a_network_pips_line_says_so(self):
        for said in (self.PIP, "E: Failed to fetch x  Could not resolve 'deb.example'\n"):
            with self.subTest(said), self.assertRaisesRegex(Stop, "network cannot be reached"):
                console.call(self.says(said), why="the Python packages did not come")

    def test_a_version_that_is_missing_is_still_told(self):
        said = "ERROR: No matching distribution found for krokus==0\n"
        with self.assertRaisesRegex(Stop, "No matching distribution"):
            console.call(self.says(said), why="the Python packages did not come")

    def test_another_locale_than_utf8_is_left_for_utf8(self):
        """CP1251 is rarely generated; the locale C without Python's own escape is of its kind."""
        plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        environment = {**os.environ, **plain, "KROKUS_HOME": str(self.folder)}
        words = [sys.executable, "-m", "dev", "help"]
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        probe = "import dev.__main__ as m; m._settle(); import subprocess, sys;"
        probe += "subprocess.run([sys.executable, '-c', 'import sys; print(sys.flags.utf8_mode)'])"
        done = subprocess.run(
            [sys.executable, "-c", probe],
            cwd=ROOT,
            env={**os.environ, **plain},
            capture_output=True,
            check=True,
        )
        self.assertEqual(done.stdout.strip(), b"1")

    def test_ctrl_c_says_that_it_is_stopping(self):
        code = (
            "import sys, os, signal, types, dev.__main__ as m;"
            "slow = types.ModuleType('dev.commands.help');"
            "slow.main = lambda words: os.kill(os.getpid(), signal.SIGINT);"
            "sys.modules['dev.commands.help'] = slow; sys.exit(m.main(['help']))"
        )
        environment = {**os.environ, "KROKUS_HOME": str(self.folder)}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 130, done.stderr)
        self.assertIn("Stopping.", done.stdout)


class TestRoom(SetUpCase):
    """Ports and disk."""

    def test_the_port_that_is_taken_is_named_and_a_free_row_proposed(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with self.assertRaisesRegex(Stop, f"port {port} is taken.*{port - 2} to {port + 1}"):
                server.check_free(port - 2, 4)

    def test_the_row_that_is_proposed_leaves_room_for_the_first_floor(self):
        proposed = server._others(8069, 4)
        self.assertGreaterEqual(proposed, 8080)
        self.assertFalse(set(range(proposed, proposed + 4)) & set(range(8069, 8073)))
        server.check_free(proposed, 4)

    def test_the_help_proposes_no_port_of_the_first_floor(self):
        text = (ROOT / "dev/commands/run.py").read_text()
        for port in range(8070, 8073):
            self.assertNotIn(f"PORT={port}", text)

    def test_the_room_that_is_asked_for_is_the_readmes(self):
        for name, unit in (("README.md", "GB"), ("README.ru.md", "ГБ")):
            self.assertIn(f"{once.WHOLE // 1000} {unit}", (ROOT / name).read_text())

    def test_it_is_asked_for_before_anything_is_fetched(self):
        free = type("Usage", (), {"free": 1900 * 1024**2})
        with patch.multiple(once, HOME=self.folder), patch("shutil.disk_usage", lambda _path: free):
            with self.assertRaisesRegex(Stop, "needs 2000 MB"):
                once.check_whole()
            once.check_space(once.STEP)

    def test_what_is_here_already_is_not_asked_for_again(self):
        with (self.folder / "large").open("wb") as file:
            file.truncate(500 * 1024**2)
        free = type("Usage", (), {"free": 1600 * 1024**2})
        with patch.multiple(once, HOME=self.folder), patch("shutil.disk_usage", lambda _path: free):
            once.check_whole()


def server_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
