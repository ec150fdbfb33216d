------------------------- MODULE ParseMissingModule -------------------------
(* A module that does not exist.                                           *)
EXTENDS Integers, Nowhere
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
