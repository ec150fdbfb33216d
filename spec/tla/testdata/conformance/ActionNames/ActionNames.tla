---------------------------- MODULE ActionNames -----------------------------
(* Which definition names an edge: parameters, quantifiers, LET, IF and    *)
(* nested disjunctions.                                                    *)
EXTENDS Integers
VARIABLES x
S == {1, 2}
Init == x = 0
Set(k) == x' = k
Via(k) == Set(k)
Dyn(k) == Set(k)
Cond == IF x = 0 THEN Set(1) ELSE Set(0)
Guarded == x = 1 /\ Set(2)
Group == Set(0) \/ Via(1)
InLet == LET k == 2 IN Set(k)
Next == \/ Group
        \/ Cond
        \/ Guarded
        \/ InLet
        \/ \E k \in S : Via(k)
        \/ \E k \in {x} : Dyn(k)
        \/ \E k \in S : k > x /\ Set(k)
        \/ x = 2 /\ (Set(0) \/ Set(1))
        \/ Set(x)
        \/ x' = 2
=============================================================================
