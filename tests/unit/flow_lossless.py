#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# Workflows written back without loss: every BPMN file of ../shared/corpora goes through `ozgctl flow import`, the one
# writer of workflows there is, and is compared with what came out, both as canonical XML (C14N 2.0). The diagram, what
# other makers keep for themselves, comments, texts, ids: all of it is there again, in the same order. What the import
# changes is what it is for, and all that it changes is named here.
import glob
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SRC = os.environ.get("TOP_SRCDIR", ".")
CTL = os.path.join(os.environ.get("TOP_BUILDDIR", "build"), "bin/ozgctl")
DATA = os.path.join(SRC, "../shared/corpora/bpmn/data")
BPMN, OZG = "{http://www.omg.org/spec/BPMN/20100524/MODEL}", "{urn:ozg:flow:1}"
# What the import may take out of BPMN's own part, or write differently.
ELEMENTS = {  # these become steps that a person does, or say in XPath what they said in another language
    BPMN + n for n in "task serviceTask scriptTask sendTask receiveTask businessRuleTask manualTask userTask callActivity "
    "subProcess intermediateCatchEvent intermediateThrowEvent".split()}
INSIDE = {BPMN + n for n in "script conditionExpression loopCardinality completionCondition condition messageEventDefinition "
          "timeDuration timeDate timeCycle loopDataInputRef inputDataItem standardLoopCharacteristics".split()}
ATTRS = {"isExecutable", "startQuantity", "completionQuantity", "implementation", "operationRef", "scriptFormat", "messageRef",
         "calledElement", "instantiate", "default", "triggeredByEvent"}


def parse(path):
    builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
    return ET.parse(path, ET.XMLParser(target=builder)).getroot()


def own(tag):
    return isinstance(tag, str) and tag.startswith(BPMN)


def foreign(root):
    """Everything that is not BPMN's own, each with all that is in it."""
    found, todo = [], [root]
    while todo:
        x = todo.pop()
        if own(x.tag):
            todo.extend(reversed(x))
        elif not (isinstance(x.tag, str) and x.tag.startswith(OZG)):
            x.tail = None
            found.append(ET.canonicalize(ET.tostring(x, encoding="unicode")) if isinstance(x.tag, str) else x.text)
    return found


def scripts(root):
    return {(x.text or "").strip() for x in root.iter(BPMN + "script")}


def skeleton(root, kept):
    """BPMN's own part: per element its kind, what stands in its attributes and in it, without what the import is for; kept:
    programs, which are kept as documentation of the step that replaces them."""
    found = []
    for x in root.iter():
        if not own(x.tag) or x.tag in INSIDE or x.tag == BPMN + "extensionElements":
            continue
        if x.tag == BPMN + "documentation" and (x.text or "").strip() in kept:
            continue
        attrs = sorted((k, v) for k, v in x.attrib.items() if k not in ATTRS and not k.startswith(OZG))
        found.append((BPMN + "step" if x.tag in ELEMENTS else x.tag, attrs, (x.text or "").strip()))
    return found


def compare(before, after):
    a, b = parse(before), parse(after)
    for what, x, y in (("outside BPMN", foreign(a), foreign(b)), ("in BPMN", skeleton(a, set()), skeleton(b, scripts(a)))):
        if x != y:
            i = next((i for i in range(min(len(x), len(y))) if x[i] != y[i]), min(len(x), len(y)))
            return "%s, piece %d of %d and %d:\n# - %s\n# + %s" % (
                what, i, len(x), len(y), str(x[i:i + 1])[:300], str(y[i:i + 1])[:300])
    return None


def main():
    files = sorted(f for d in ("miwg", "gov-*") for f in glob.glob(os.path.join(DATA, d, "**/*.bpmn*"), recursive=True)
                   if f.endswith((".bpmn", ".bpmn20.xml")))
    if not files:
        print("1..0 # SKIP %s is not here" % DATA)
        return 77
    print("1..%d" % len(files))
    bad = 0
    with tempfile.TemporaryDirectory() as d:
        out = os.path.join(d, "out.bpmn")
        again = os.path.join(d, "again.bpmn")
        for i, f in enumerate(files, 1):
            for source, to in ((f, out), (out, again)):
                subprocess.run([CTL, "flow", "import", source, "-o", to], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            why = "nothing was written" if not os.path.exists(again) else compare(f, out)
            if why is None and open(out, "rb").read() != open(again, "rb").read():
                why = "writing it again changes it"
            bad += why is not None
            print("%s %d - %s" % ("ok" if why is None else "not ok", i, os.path.relpath(f, DATA)))
            if why is not None:
                print("# " + why)
            for x in (out, again):
                if os.path.exists(x):
                    os.unlink(x)
    return bad > 0


sys.exit(main())
