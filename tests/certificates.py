"""Certificates for a server on loopback, made anew by the openssl program."""

import shutil
import ssl
import subprocess

import pytest


class Certificates:
    """In `folder`: an authority `ca.pem`, a certificate of 127.0.0.1 `cert.pem` with its key `key.pem`, and that key
    under the password 'x', `locked.pem`.
    """

    def __init__(self, folder):
        if shutil.which("openssl") is None:
            pytest.skip("no openssl program")
        self.folder = folder
        make = ["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=tests"]
        self._openssl(*make, "-x509", "-days", "2", "-keyout", "ca-key.pem", "-out", "ca.pem")
        self._openssl(*make, "-keyout", "key.pem", "-out", "request.pem")
        (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
        sign = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2", "-extfile", "names"]
        self._openssl("x509", "-req", "-in", "request.pem", *sign, "-out", "cert.pem")
        self._openssl("rsa", "-aes128", "-passout", "pass:x", "-in", "key.pem", "-out", "locked.pem")

    def __getitem__(self, name):
        return self.folder / f"{name}.pem"

    def server(self, *, wants_client=False):
        """The context of a server, which may want a certificate of its clients."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self["cert"], self["key"])
        if wants_client:
            context.load_verify_locations(self["ca"])
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, timeout=60, check=True)
