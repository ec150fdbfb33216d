---------------------------- MODULE MCConsensus -----------------------------
(* What the models of Consensus need; the header of each .cfg says what for. *)
EXTENDS Consensus

(* Mutants: what an overridden operator becomes.                           *)
Any0 == TRUE
AndAll(v) == Value
Foreign(v) == {<<v>>}
=============================================================================
