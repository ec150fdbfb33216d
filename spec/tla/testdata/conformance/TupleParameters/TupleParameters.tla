-------------------------- MODULE TupleParameters ---------------------------
(* Tuples of variables in the quantifiers around actions.                  *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Move(a, b) == x' = (x + a) % 3 /\ y' = (y + b) % 2
Swap(a, b) == x = a /\ y = b /\ x' = b /\ y' = a
Next == \/ \E <<a, b>> \in {<<1, 0>>, <<1, 1>>, <<2, 1>>} : Move(a, b)
        \/ \E <<a, b>> \in {0, 1} \X {0, 1}, c \in {0} : a # b + c /\ Swap(a, b)
=============================================================================
