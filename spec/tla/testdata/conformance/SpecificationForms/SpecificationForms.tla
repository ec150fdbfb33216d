------------------------- MODULE SpecificationForms -------------------------
(* Init and Next from a temporal formula through definitions, with         *)
(* fairness.                                                               *)
EXTENDS Integers
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\ y = 0
A == x < 2 /\ x' = x + 1 /\ y' = y
B(k) == y # k /\ y' = k /\ UNCHANGED x
Behaviour == /\ Init
             /\ [][A \/ \E k \in {0, 1} : B(k)]_vars
Fair == WF_vars(A) /\ \A k \in {0, 1} : SF_vars(B(k))
Spec == Behaviour /\ Fair
=============================================================================
