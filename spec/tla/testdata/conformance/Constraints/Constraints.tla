---------------------------- MODULE Constraints -----------------------------
(* Two constraints and an action constraint: what counts as generated, and *)
(* as distinct.                                                            *)
EXTENDS Integers
VARIABLES x, y
Init == x \in 0 .. 3 /\ y = 0
Inc == x' = x + 1 /\ y' = y
Both == x' = x + 1 /\ y' = y + 1
Back == x > 0 /\ x' = x - 1 /\ y' = y
Next == Inc \/ Both \/ Back
Low == x < 3
Near == y < 2 \/ x = 0
Steps == ~(x = 1 /\ x' = 0) /\ (y' > y => x' # 3)
=============================================================================
