--------------------------- MODULE CfgWrongArity ----------------------------
(* An operator is replaced by one with other parameters.                   *)
EXTENDS Integers
CONSTANTS C, F(_)
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
G(a) == a
H(a, b) == a
=============================================================================
