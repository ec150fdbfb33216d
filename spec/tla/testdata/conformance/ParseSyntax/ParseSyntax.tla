---------------------------- MODULE ParseSyntax -----------------------------
(* A parenthesis that does not close.                                      *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Bad == (1 + 
Worse == 2 \* refused: 
=============================================================================
