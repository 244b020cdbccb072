"""What was asked of two servers, and where their answers differ."""

import math


class Comparison:
    """Counts questions and keeps differences; `known` names a documented difference that a question is about."""

    def __init__(self, verbose):
        self.verbose = verbose
        self.asked = 0
        self.same = 0
        self.known = []
        self.unknown = []

    def add(self, question, differences, known=None):
        """One question, with the lines that tell what differs: none if the answers are alike."""
        self.asked += 1
        if not differences:
            self.same += 1
            if known and self.verbose:
                print(f"ALIKE although '{known}' is known: {question}")
            return
        (self.known if known else self.unknown).append(question)
        if known and not self.verbose:
            return
        print(f"{'KNOWN (' + known + ')' if known else 'DIFFERS'}: {question}")
        for line in differences[:12]:
            print("    " + line)
        if len(differences) > 12:
            print(f"    and {len(differences) - 12} more")

    def finish(self, title):
        """Prints the sums; True if nothing unknown differs."""
        print(f"{title}: {self.asked} asked, {self.same} alike, {len(self.known)} differ as documented, "
              f"{len(self.unknown)} differ otherwise", flush=True)
        return not self.unknown


def compared(left, right, compare):
    """What `compare` says of two good answers; the statuses where only one is good; nothing if neither is."""
    if left.status == right.status == 200:
        return compare(left.json(), right.json())
    if left.status == right.status:
        return []
    return [f"{left.status} {left.text()}", f"{right.status} {right.text()}"]


def sets(what, left, right):
    """The elements that only one of two has."""
    lines = []
    for side, more in (("only left", set(left) - set(right)), ("only right", set(right) - set(left))):
        if more:
            shown = sorted(map(str, more))
            lines.append(f"{side}: {len(more)} {what}: {', '.join(shown[:4])[:300]}")
    return lines


def close(left, right):
    """Whether two numbers are equal but for rounding."""
    if left is None or right is None:
        return left is right
    return left == right or math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12) or (left != left and right != right)


def maps(what, left, right, alike):
    """The keys that only one of two dicts has, and those whose values are not alike."""
    lines = sets(what, left, right)
    for key in sorted(set(left) & set(right), key=str):
        if not alike(left[key], right[key]):
            lines.append(f"{what} {key}: {str(left[key])[:300]} | {str(right[key])[:300]}")
    return lines
