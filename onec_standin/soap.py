"""SOAP 1.1 and 1.2 by hand: open an envelope, close an envelope, say a fault as 1C says it.

Written without zeep, so that the bridge's client is not tested against itself.
"""

from lxml import etree

SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"


class BadEnvelopeError(Exception):
    """The body is no SOAP envelope."""


def open_envelope(body):
    """(envelope namespace, the request element)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise BadEnvelopeError(str(error)) from error
    namespace = etree.QName(root).namespace
    content = root.find(f"{{{namespace}}}Body")
    if namespace not in (SOAP11, SOAP12) or content is None or not len(content):
        raise BadEnvelopeError("нет элемента Body")
    return namespace, content[0]


def answer(namespace, operation, service_namespace, fill):
    """The envelope of `<operation>Response`; `fill` puts the result into its element."""
    envelope, body = _envelope(namespace)
    response = etree.SubElement(
        body, f"{{{service_namespace}}}{operation}Response", nsmap={"m": service_namespace}
    )
    fill(response)
    return etree.tostring(envelope, encoding="UTF-8", xml_declaration=True)


def fault(namespace, text):
    envelope, body = _envelope(namespace)
    element = etree.SubElement(body, f"{{{namespace}}}Fault")
    if namespace == SOAP11:
        etree.SubElement(element, "faultcode").text = "soap:Server"
        etree.SubElement(element, "faultstring").text = text
    else:
        code = etree.SubElement(element, f"{{{namespace}}}Code")
        etree.SubElement(code, f"{{{namespace}}}Value").text = "soap:Receiver"
        reason = etree.SubElement(element, f"{{{namespace}}}Reason")
        etree.SubElement(reason, f"{{{namespace}}}Text").text = text
    return etree.tostring(envelope, encoding="UTF-8", xml_declaration=True)


def _envelope(namespace):
    envelope = etree.Element(f"{{{namespace}}}Envelope", nsmap={"soap": namespace})
    return envelope, etree.SubElement(envelope, f"{{{namespace}}}Body")
