"""The HTTP door: pages behind the links of e-mails. One POST is one transaction, opened here."""
