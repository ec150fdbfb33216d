--------------------------- MODULE SquareAndAngle ---------------------------
(* [A]_v and <<A>>_v as parts of the next-state relation, and as tests.    *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Inc == x < 2 /\ x' = x + 1 /\ UNCHANGED y
Set == x' \in 0 .. 2 /\ y' = x
Next == \/ [Inc]_<<x, y>>
        \/ <<Set>>_x
        \/ y = 1 /\ [Set]_x /\ y' = 0
        \/ x' \in 0 .. 2 /\ y' \in 1 .. 2 /\ ~<<Set>>_x /\ (<<Set>>_y => FALSE) /\ ~[Inc]_y
=============================================================================
