------------------------------- MODULE Inner --------------------------------
EXTENDS Naturals
CONSTANTS Limit, Step(_)
VARIABLE x
LOCAL Below == x < Limit
Up == Below /\ x' = Step(x)
Inv == x <= Limit + 1
C(y) == y + x
=============================================================================
