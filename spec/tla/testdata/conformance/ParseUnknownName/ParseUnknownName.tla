-------------------------- MODULE ParseUnknownName --------------------------
(* An operator that is not defined.                                        *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Bad == Missing + 1 \* refused: Missing
=============================================================================
