"""A body-worn sensor without hardware: what its firmware would send, and a pseudo-terminal that sends it."""

from rtstgcn_edge.virtual_imu.counts import Measured, measure
from rtstgcn_edge.virtual_imu.device import VirtualImu
from rtstgcn_edge.virtual_imu.firmware import CFirmware, PythonFirmware, choose_firmware
from rtstgcn_edge.virtual_imu.movement import Movement, load_movement
from rtstgcn_edge.virtual_imu.player import Player
from rtstgcn_edge.virtual_imu.powered import Taken
from rtstgcn_edge.virtual_imu.pty import PseudoTerminal
from rtstgcn_edge.virtual_imu.settings import Battery, Burst, Jump, Settings, Spell
from rtstgcn_edge.virtual_imu.transport import Delivery

__all__ = [
    "Battery",
    "Burst",
    "CFirmware",
    "Delivery",
    "Jump",
    "Measured",
    "Movement",
    "Player",
    "PseudoTerminal",
    "PythonFirmware",
    "Settings",
    "Spell",
    "Taken",
    "VirtualImu",
    "choose_firmware",
    "load_movement",
    "measure",
]
