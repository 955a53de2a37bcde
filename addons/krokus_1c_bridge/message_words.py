"""What a message is about, what may stop it, and which state follows which."""

KINDS = [
    ("order", "Order"),
    ("catalogue", "Catalogue"),
    ("clients", "Clients"),
    ("figures", "Prices and Stock"),
]
PROBLEMS = [
    ("unavailable", "1C does not answer"),
    ("over_limit", "1C's answer was too long or took too long, and was not taken"),
    ("denied", "1C refuses our login"),
    ("closed", "1C refuses this address, or our rights to it"),
    ("elsewhere", "1C sends us to another address; nothing was sent there"),
    ("fault", "1C refused the message"),
    ("not_loaded", "1C did not load the order, and gave no reason"),
    ("unknown_lines", "1C does not know these lines: fetch the catalogue or remove them"),
    ("negative_lines", "A return cannot stand in an order for 1C: remove these lines"),
    ("empty_order", "No lines are left in the order: add some or cancel it"),
    ("unwritable", "This message cannot be written for 1C: correct the order and try again"),
    ("unreadable", "1C's answer cannot be read"),
    ("set_aside", "Set aside by hand: it waits until somebody presses “Try Again”"),
    ("by_hand", "Withdrawn by hand"),
    ("cancelled", "The order was cancelled before it left"),
    ("unexpected", "Something unforeseen happened; the server's log has the details"),
]
WAITING = ("pending", "failed")
DUE = (*WAITING, "sending")  # a run that was killed leaves one behind in "sending"
FROM = {
    "sending": DUE,
    "sent": DUE,
    "done": (*DUE, "sent", "partial", "stopped"),
    "partial": (*WAITING, "partial"),
    "failed": DUE,
    "stopped": DUE,
    "withdrawn": (*WAITING, "stopped"),
    "pending": (*WAITING, "stopped", "partial", "done", "withdrawn"),
}
