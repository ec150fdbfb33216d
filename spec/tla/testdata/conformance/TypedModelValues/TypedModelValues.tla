-------------------------- MODULE TypedModelValues --------------------------
(* Typed model values, compared with each other and with untyped ones.     *)
EXTENDS Integers, FiniteSets
CONSTANTS Proc, Any, Lone
VARIABLES x, seen
Init == x = Any /\ seen = {}
Take(p) == x # p /\ x' = p /\ seen' = seen \cup {p}
Next == (\E p \in Proc : Take(p)) \/ (Cardinality(seen) = 2 /\ x' = Lone /\ seen' = {Any})
=============================================================================
