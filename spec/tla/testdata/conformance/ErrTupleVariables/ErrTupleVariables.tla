------------------------- MODULE ErrTupleVariables --------------------------
(* A tuple of two variables for a set of triples.                          *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  {a + b : <<a, b>> \in {<<1, 2, 3>>}} \* refused: 
=============================================================================
