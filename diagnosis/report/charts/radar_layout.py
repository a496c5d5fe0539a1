"""Where the axes of a radar run and their labels stand: none cut off, none over another."""

from dataclasses import dataclass
from math import cos, pi, sin

from diagnosis.report.charts.lettering import Lines, wrap, write
from diagnosis.report.charts.radar_axes import FULL
from diagnosis.report.charts.svg import EDGE, FRAME_WIDTH, GREY, PAPER, element, path

RINGS = range(1, int(FULL) + 1)
_MIDDLE = FRAME_WIDTH / 2
_SMALLEST, _LARGEST = 80.0, 128.0
_BESIDE = 7.0
_UPRIGHT = 0.1
"""Axes that lean less have their label above or below, centred."""


@dataclass(frozen=True, slots=True)
class RadarLayout:
    """The centre and radius of a radar, its labels by axis, and how high all of it is."""

    centre: float
    radius: float
    labels: tuple[Lines, ...]
    height: float

    def place(self, axis: float, value: float) -> tuple[float, float]:
        """Return the point of a value (0–5) on an axis, counted clockwise from the top."""
        angle = 2 * pi * axis / len(self.labels)
        distance = self.radius * value / FULL
        return _MIDDLE + distance * sin(angle), self.centre - distance * cos(angle)


def layout_of(names: tuple[str, ...]) -> RadarLayout:
    """Return the layout for axes of some names."""
    angles = [2 * pi * axis / len(names) for axis in range(len(names))]
    widest = _MIDDLE - EDGE - _BESIDE - _SMALLEST
    radius = _LARGEST
    for name, angle in zip(names, angles, strict=True):
        if abs(sin(angle)) > _UPRIGHT:
            width = Lines(wrap(name, widest), 0, 0).width
            radius = min(radius, (_MIDDLE - EDGE - width) / abs(sin(angle)) - _BESIDE)
    # From the sides to the poles: each label gives way to those that stand already.
    order = sorted(range(len(names)), key=lambda axis: (round(abs(cos(angles[axis])), 6), axis))
    placed: dict[int, Lines] = {}
    for axis in order:
        label = _label(names[axis], angles[axis], radius + _BESIDE)
        direction = -1 if cos(angles[axis]) > 0 else 1
        placed[axis] = label.clear_of(list(placed.values()), direction)
    top = min(label.y - label.height / 2 for label in placed.values()) - EDGE
    top = min(top, -radius - EDGE)
    labels = tuple(
        Lines(label.texts, label.x, label.y - top, label.anchor)
        for _, label in sorted(placed.items())
    )
    bottom = max(label.y + label.height / 2 for label in labels)
    return RadarLayout(-top, radius, labels, max(bottom, radius - top) + EDGE)


def _label(name: str, angle: float, distance: float) -> Lines:
    """Return a label at the end of its axis, around a centre at height 0."""
    x, y = distance * sin(angle), -distance * cos(angle)
    upright = abs(sin(angle)) <= _UPRIGHT
    lines = wrap(name, _MIDDLE if upright else _MIDDLE - EDGE - abs(x))
    anchor = "middle" if upright else "start" if x > 0 else "end"
    above = cos(angle) * Lines(lines, 0, 0).height / 2
    return Lines(lines, _MIDDLE + (0 if upright else x), y - above, anchor)


def draw_grid(layout: RadarLayout) -> str:
    """Return the axes, the rings, and a clear ground for the number of each."""
    x, y = layout.place(0, 0)
    lines = [path([(x, y), layout.place(axis, FULL)]) for axis in range(len(layout.labels))]
    spokes = element("path", d="".join(lines), stroke=GREY, stroke_width=0.5)
    rim = {"stroke": GREY, "stroke_width": "0.7"}
    circles = [
        element("circle", cx=x, cy=y, r=layout.radius * ring / FULL, fill="none", **rim)
        for ring in RINGS
    ]
    places = [layout.place(0.5, ring) for ring in RINGS]
    grounds = [
        element("rect", x=a - 4, y=b - 6, width=8, height=12, fill=PAPER) for a, b in places
    ]
    return spokes + "".join(circles) + "".join(grounds)


def draw_numbers(layout: RadarLayout) -> str:
    """Return the numbers of the rings, half-way between the first two axes."""
    return "".join(write(str(ring), *layout.place(0.5, ring), "middle") for ring in RINGS)
