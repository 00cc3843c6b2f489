"""Pictures of the facts as plain records: every position is exact until it is rounded to the picture's units.

A picture is as wide as its place: horizontal positions are shares of the width, vertical ones pixels. So text
keeps its size on a phone, and no script is needed to fit anything.
"""
