-------------------------- MODULE ErrSeqOfFunction --------------------------
(* A function that is no sequence is looked for in Seq.                    *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  ([k \in 0 .. 2 |-> k] \in Seq(0 .. 3)) \* refused: 
=============================================================================
