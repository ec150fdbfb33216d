------------------------------- MODULE Shape --------------------------------
(* Constants, one of them an operator.                                     *)
EXTENDS Integers
CONSTANTS F(_), Size
Apply(a) == F(a)
Area == F(Size) * Size
Twice == F(F(Size))
Vec == [k \in 1 .. 2 |-> F(k)]
=============================================================================
