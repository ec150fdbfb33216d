----------------------------- MODULE ParseLevel -----------------------------
(* A variable is primed twice.                                             *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Bad == (x')' \* refused: Level
=============================================================================
