--------------------------- MODULE TwoInvariants ----------------------------
(* Of two broken invariants the first in the configuration is named.       *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x' = x + 1
A == x < 2
B == x # 2
=============================================================================
