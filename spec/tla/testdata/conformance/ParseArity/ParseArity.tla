----------------------------- MODULE ParseArity -----------------------------
(* An operator with too many arguments.                                    *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Bad == Op(1, 2) \* refused: arguments
=============================================================================
