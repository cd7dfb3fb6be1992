"""Whose clock says something else than Brasília's: the zone of a State, or of the municipalities that differ.

Lei 12.876/2013 and Decreto 2.784/1913; names as IANA has them.
"""

from types import MappingProxyType
from zoneinfo import ZoneInfo

from scheduler.clock import BRASILIA

STATES = MappingProxyType(
    {
        "AC": ZoneInfo("America/Rio_Branco"),
        "AM": ZoneInfo("America/Manaus"),
        "MS": ZoneInfo("America/Campo_Grande"),
        "MT": ZoneInfo("America/Cuiaba"),
        "RO": ZoneInfo("America/Porto_Velho"),
        "RR": ZoneInfo("America/Boa_Vista"),
    }
)
NORONHA = "2605459"
#: The thirteen municipalities of Amazonas that keep Acre's hour, from Atalaia do Norte to Tabatinga.
WEST_OF_AMAZONAS = frozenset(
    (
        *("1300201", "1300607", "1300706", "1301407", "1301506", "1301654", "1301803"),
        *("1301951", "1302306", "1302405", "1303502", "1303908", "1304062"),
    )
)
_NORONHA_ZONE = ZoneInfo("America/Noronha")
_WEST_ZONE = ZoneInfo("America/Eirunepe")


def zone_of(uf: str, municipality_code: str = "") -> ZoneInfo:
    """The zone of an institution's seat; Brasília's where neither is known or both say nothing else."""
    if municipality_code == NORONHA:
        return _NORONHA_ZONE
    if municipality_code in WEST_OF_AMAZONAS:
        return _WEST_ZONE
    return STATES.get(uf.upper(), BRASILIA)
