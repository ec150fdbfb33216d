----------------------------- MODULE CfgValues ------------------------------
(* Constants of every form that a configuration can give.                  *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS Num, Text, Yes, No, Mv, Empty, Nested, Mixed, Strings
VARIABLE x
Init == x = <<>>
All == <<Num, Text, Yes, No, Mv, Empty, Nested, Mixed, Strings, Cardinality(Nested), Mv \in Mixed, Text \in Strings>>
Next == Len(x) < Len(All) /\ x' = Append(x, All[Len(x) + 1])
=============================================================================
