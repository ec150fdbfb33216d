--------------------------- MODULE ErrAssumption ----------------------------
(* An assumption that cannot be evaluated.                                 *)
EXTENDS Integers, Sequences
VARIABLES s
ASSUME 1 = 1
ASSUME
  Head(<<>>) = 1 \* refused: Head
Init == s = 1
Next == s' = s
=============================================================================
