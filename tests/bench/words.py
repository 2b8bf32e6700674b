"""The words that generated notes are made of, the most common first."""

from __future__ import annotations

_COMMON = """
    the of and to a in that it is for as with was on be at by this from or but not are have an they
    which one you all were her there can when what some if more about so into them only other time
    like then its over than two also after just how our because well even most where through much
    before any good us new first way these may such day each those both long little own under back
    while last here might still never same another great around without again between always often
"""
# Names, headings, tags and aliases are made of these; sentences use them too. None is `index`,
# which as a note's name means the folder to some programs.
_TOPICS = """
    garden river letter morning winter kitchen window mountain lantern harbour orchard meadow bridge
    island forest shadow silence memory kindness trust patience courage wonder habit practice method
    question answer story chapter poem essay notebook pencil library archive museum theatre concert
    melody rhythm harmony colour canvas portrait sketch pattern texture shape circle corner surface
    edge centre border journey voyage compass anchor sail ferry station railway carriage bicycle
    market bakery butcher tailor weaver potter carpenter mason painter teacher doctor nurse farmer
    sailor soldier neighbour stranger friend sister brother mother father child grandmother cousin
    breakfast supper bread butter honey apple pear plum cherry barley oats salt pepper vinegar
    kettle candle blanket pillow curtain carpet mirror clock drawer ladder hammer needle thread
    weather thunder rainfall snowfall frost autumn summer spring solstice equinox moon planet comet
    star galaxy telescope microscope experiment hypothesis theory evidence proof theorem number
    fraction algebra geometry measure balance weight distance speed motion force energy engine
    machine lever pulley wheel furnace mineral copper silver granite marble chalk clay sand pebble
    fossil species heron sparrow swallow owl raven beetle bumblebee butterfly salmon otter badger
    fox hedgehog squirrel oak willow birch maple fern moss lichen mushroom seedling blossom compost
    harvest soil valley canyon glacier delta estuary current tide lagoon reef coast cliff cave
    village town capital border parliament council treaty election argument promise contract wage
    profit ledger budget debt credit trade cargo factory workshop apprentice guild union strike
    reform justice mercy honesty virtue duty freedom belief doubt reason logic language grammar
    alphabet accent dialect proverb riddle rumour message signal cipher newspaper editor critic
    draft margin footnote glossary preface title audience stage costume mask dance festival
    holiday ceremony ritual pilgrim monastery temple chapel cathedral tower courtyard fountain
    staircase attic cellar doorway garment pocket button ribbon thimble feather whistle marbles
    puzzle chess domino kite swing playground classroom blackboard homework lecture seminar thesis
"""
_REST = """
    keeps grows opens follows carries gathers listens remembers returns waits begins changes holds
    needs finds gives makes takes turns learns reads writes walks speaks asks shows moves stays
    quiet slow bright narrow gentle careful honest simple strange familiar early late deep shallow
    warm cold broken whole empty heavy light sudden steady distant nearby hidden plain rough smooth
    slowly gently rarely nearly perhaps together apart already almost café naïve
"""

TOPICS = tuple(dict.fromkeys(_TOPICS.split()))
WORDS = tuple(dict.fromkeys((*_COMMON.split(), *_REST.split(), *TOPICS)))
