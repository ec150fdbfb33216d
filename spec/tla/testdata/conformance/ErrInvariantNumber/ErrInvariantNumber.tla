------------------------- MODULE ErrInvariantNumber -------------------------
(* An invariant that is a number.                                          *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = 1 - x
Inv == IF x = 1 THEN TRUE ELSE x \* refused: truth value
=============================================================================
