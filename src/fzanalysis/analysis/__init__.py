"""Tables → findings. Frames in, frames out; nothing here reads a report or draws a chart.

Rooms: ``words`` (tokenise, frequencies, keyness, collocations, concordance), ``topics``,
``compare`` (bureau × metric), ``trends``, ``completeness``, ``reuse`` (shared passages),
``follow_up`` (plans against what came of them). Import the room that is needed: some bring
libraries that take a second to load.
"""
