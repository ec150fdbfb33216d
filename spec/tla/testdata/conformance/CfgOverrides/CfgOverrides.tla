---------------------------- MODULE CfgOverrides ----------------------------
(* Definitions replaced by definitions, by values, through uses in other   *)
(* definitions.                                                            *)
EXTENDS Integers, FiniteSets
CONSTANTS Size, Limit, Op(_, _)
VARIABLE x
Small == 2
Half == Limit \div 2
Bound == 100
Set == {1, 2, 3}
Plus(a, b) == a + b
Times(a, b) == a * b
Guard == x < Bound
Never == FALSE
MyInit == x = 1
Init == x = 0
Step(k) == Guard /\ x' = Op(x, k) + Half
Next == \E k \in Set : Step(k)
=============================================================================
