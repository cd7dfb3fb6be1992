"""A Postfix of our own for one run: its files in a temporary folder, its ports on loopback; nothing stays behind.

Needs root and Debian's packages postfix and dovecot-core (its logins).
"""

import asyncio
import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

import trustme

LOGIN, PASSWORD = "elo", "a-word-for-one-run"
#: Good to whom the good certificate is shown, and who is shown another's.
SERVICES = ("plain", "starttls", "tls", "another", "limited", "grey", "small")
MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
maillog_file = {home}/log/postfix.log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
disable_vrfy_command = yes
virtual_mailbox_domains = example.org
virtual_mailbox_maps = regexp:{home}/people
virtual_transport = discard:
relay_domains = elo.example.org, gone.example.org
transport_maps = regexp:{home}/transports
smtpd_tls_cert_file = {home}/good.pem
smtpd_tls_security_level = none
smtpd_sasl_type = dovecot
smtpd_sasl_path = {home}/auth
smtpd_client_event_limit_exceptions =
smtpd_client_connection_count_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
bounce_queue_lifetime = 1h
"""
SERVED = {
    "plain": "",
    "starttls": "-o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes"
    " -o smtpd_client_restrictions=permit_sasl_authenticated,reject",
    "tls": "-o smtpd_tls_wrappermode=yes -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes"
    " -o smtpd_client_restrictions=permit_sasl_authenticated,reject",
    "another": "-o smtpd_tls_security_level=encrypt -o smtpd_tls_cert_file={home}/another.pem",
    "limited": "-o smtpd_client_connection_rate_limit=1",
    "grey": "-o smtpd_recipient_restrictions=check_policy_service,inet:127.0.0.1:{policy},permit_mynetworks,reject",
    "small": "-o message_size_limit=4000",
}
MASTER = """
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
proxymap  unix  - - n - - proxymap
postlog   unix-dgram n - n - 1 postlogd
gone      unix  - n n - - pipe user=nobody argv={home}/gone
mailin    unix  - n n - - pipe flags= user=nobody argv={home}/take ${{original_recipient}}
"""
LOGINS = """
base_dir = {home}/dovecot
state_dir = {home}/dovecot
log_path = {home}/log/dovecot.log
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/logins
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}}
service auth {{
  unix_listener {home}/auth {{
    mode = 0666
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    home: Path
    ports: Mapping[str, int]
    authority: Path

    def control(self, *words: str) -> None:
        command = ["postfix", "-c", str(self.home / "conf"), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(
                f"{' '.join(command)}: {done.stderr or (self.home / 'log/postfix.log').read_text()}"
            )

    def incoming(self) -> list[Path]:
        """What was piped to us, oldest first."""
        return sorted((self.home / "in").glob("*.eml"), key=lambda file: file.stat().st_mtime)

    def first_piped(self) -> tuple[str, bytes]:
        """For whom the oldest was, and its text."""
        file = self.incoming()[0]
        return Path(f"{file}.to").read_text().strip(), file.read_bytes()

    def log(self) -> str:
        return (self.home / "log/postfix.log").read_text()


@contextlib.contextmanager
def postfix(*, policy: int) -> Generator[Postfix, None, None]:
    """Runs while the block does. `policy`: the port of a policy service that `grey` asks."""
    home = Path(tempfile.mkdtemp(prefix="elo-postfix-"))
    house = Postfix(home, {name: _free_port() for name in SERVICES}, home / "authority.pem")
    try:
        _furnish(house, policy)
        with _logins(home):
            house.control("start")
            try:
                _wait_for(house.ports["plain"])
                yield house
            finally:
                with contextlib.suppress(RuntimeError):
                    house.control("stop")
    finally:
        shutil.rmtree(home)


def _furnish(house: Postfix, policy: int) -> None:
    home = house.home
    home.chmod(0o755)
    for name in ("conf", "queue", "data", "log", "in", "dovecot"):
        (home / name).mkdir()
    owner = pwd.getpwnam("postfix")
    os.chown(home / "data", owner.pw_uid, owner.pw_gid)
    os.chown(home / "in", pwd.getpwnam("nobody").pw_uid, -1)
    _certificates(house)
    (home / "people").write_text("/^(ana|person[0-9]+)@example\\.org$/ ok\n")
    (home / "transports").write_text("/@gone\\.example\\.org$/ gone:\n/@elo\\.example\\.org$/ mailin:\n")
    take = home / "take"
    take.write_text(
        f'#!/bin/sh\nfile={home}/in/$$\nprintf "%s\\n" "$1" > $file.eml.to\ncat > $file\nmv $file $file.eml\n'
    )
    take.chmod(0o755)
    gone = home / "gone"
    gone.write_text('#!/bin/sh\necho "5.1.1 nobody of that name"\nexit 67\n')
    gone.chmod(0o755)
    (home / "conf/main.cf").write_text(MAIN.format(home=home))
    served = "".join(
        f"127.0.0.1:{house.ports[name]} inet n - n - - smtpd {SERVED[name].format(home=home, policy=policy)}\n"
        for name in SERVICES
    )
    (home / "conf/master.cf").write_text(served + MASTER.format(home=home))


def _certificates(house: Postfix) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(house.authority))
    for name, host in (("good", "localhost"), ("another", "mail.another.example")):
        authority.issue_cert(host).private_key_and_cert_chain_pem.write_to_path(
            str(house.home / f"{name}.pem")
        )


@contextlib.contextmanager
def _logins(home: Path) -> Generator[None, None, None]:
    """Dovecot, for its authentication only."""
    (home / "logins").write_text(f"{LOGIN}:{PASSWORD}\n")
    (home / "dovecot.conf").write_text(LOGINS.format(home=home))
    with subprocess.Popen(["dovecot", "-F", "-c", str(home / "dovecot.conf")]) as dovecot:
        try:
            for _ in range(100):
                if (home / "auth").exists():
                    break
                time.sleep(0.1)
            yield
        finally:
            dovecot.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("Postfix does not listen")


@contextlib.asynccontextmanager
async def greylisting() -> AsyncIterator[int]:
    """A policy service (Postfix's SMTPD_POLICY_README): whom it has not seen may come again."""
    known: set[bytes] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while question := await reader.readuntil(b"\n\n"):
                who = next(line for line in question.split(b"\n") if line.startswith(b"recipient="))
                action = b"dunno" if who in known else b"defer_if_permit 4.2.0 Greylisted, try again"
                known.add(who)
                writer.write(b"action=" + action + b"\n\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
