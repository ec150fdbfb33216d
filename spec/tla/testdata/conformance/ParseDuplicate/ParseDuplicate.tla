--------------------------- MODULE ParseDuplicate ---------------------------
(* Two definitions of one name.                                            *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Op(b) == b + 1 \* refused: Op
=============================================================================
