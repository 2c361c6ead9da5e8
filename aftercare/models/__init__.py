"""What the portal keeps: one noun a file, every invariant a named database constraint."""

from aftercare.models.access_log import RecordAccess
from aftercare.models.check_in_drafts import CheckInDraft
from aftercare.models.check_ins import CheckIn
from aftercare.models.clinics import Clinic, Holiday
from aftercare.models.contact_tries import ContactTry
from aftercare.models.escalations import Escalation
from aftercare.models.flag_actions import FlagAction
from aftercare.models.flags import Flag
from aftercare.models.heartbeats import Heartbeat
from aftercare.models.invitations import Invitation
from aftercare.models.messages import Message
from aftercare.models.on_call_shifts import OnCallShift
from aftercare.models.outgoing import Channel
from aftercare.models.patients import Patient
from aftercare.models.photos import Photo, PhotoImage
from aftercare.models.product_lots import LotUse, ProductLot
from aftercare.models.protocol_versions import ProtocolVersion
from aftercare.models.providers import Provider, TimeOff, WorkingHours
from aftercare.models.push_subscriptions import PushSubscription
from aftercare.models.reminders import Reminder
from aftercare.models.rooms import Room
from aftercare.models.session_changes import SessionChange
from aftercare.models.treatment_lengths import TreatmentLength
from aftercare.models.treatment_sessions import TreatedArea, TreatmentSession
from aftercare.models.users import User
from aftercare.models.watches import Watch

__all__ = [
    "Channel",
    "CheckIn",
    "CheckInDraft",
    "Clinic",
    "ContactTry",
    "Escalation",
    "Flag",
    "FlagAction",
    "Heartbeat",
    "Holiday",
    "Invitation",
    "LotUse",
    "Message",
    "OnCallShift",
    "Patient",
    "Photo",
    "PhotoImage",
    "ProductLot",
    "ProtocolVersion",
    "Provider",
    "PushSubscription",
    "RecordAccess",
    "Reminder",
    "Room",
    "SessionChange",
    "TimeOff",
    "TreatedArea",
    "TreatmentLength",
    "TreatmentSession",
    "User",
    "Watch",
    "WorkingHours",
]
