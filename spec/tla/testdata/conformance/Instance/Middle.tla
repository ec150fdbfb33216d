------------------------------- MODULE Middle -------------------------------
EXTENDS Naturals
CONSTANT Max
VARIABLE pos
Add1(v) == v + 1
I == INSTANCE Inner WITH x <- pos, Limit <- Max, Step <- Add1
MUp == I!Up
MInv == I!Inv /\ I!C(1) > 0
=============================================================================
