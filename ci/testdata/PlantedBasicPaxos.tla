-------------------------- MODULE PlantedBasicPaxos --------------------------
(***************************************************************************)
(* Operators that break locality, each in one of the three ways there are. *)
(* The gate "commute" puts them into a model and must find every one.      *)
(***************************************************************************)
EXTENDS MCBasicPaxos

(* Reads other nodes' variables: a ballot above all that anyone promised.  *)
FreshEverywhere(n, b) == \A m \in Node : b > promised[m]

(* Needs the absence of a message: no vote once a higher ballot was seen.  *)
NothingHigher(n, b) ==
  /\ b >= promised[n]
  /\ ~ \E m \in msgs : m.type = "1a" /\ m.bal > b

(* Writes other nodes' variables: everyone gives up a lower ballot.        *)
AllStepDown(n, b) ==
  [m \in Node |-> IF proposer[m].bal < b THEN Idle ELSE proposer[m]]
=============================================================================
