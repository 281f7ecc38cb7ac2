       IDENTIFICATION DIVISION.
       PROGRAM-ID. TABLES.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT OUT-FILE ASSIGN TO "tables.dat"
               ORGANIZATION IS SEQUENTIAL.
       DATA DIVISION.
       FILE SECTION.
       FD  OUT-FILE RECORD IS VARYING IN SIZE.
       COPY "tables.cpy".
       WORKING-STORAGE SECTION.
       01  N                   PIC 9(2).
       01  I                   PIC 9(2).
       PROCEDURE DIVISION.
           OPEN OUTPUT OUT-FILE
           PERFORM VARYING N FROM 0 BY 1 UNTIL N > 5
               PERFORM FILL-RECORD
               WRITE TABLES-REC
           END-PERFORM
           CLOSE OUT-FILE
           STOP RUN.
       FILL-RECORD.
           MOVE 5 TO LINE-COUNT
           MOVE LOW-VALUES TO TABLES-REC
           MOVE "Z" TO FLAG
           COMPUTE SYNC-HALF = 0 - N
           COMPUTE SYNC-FULL = N * 1000000
           IF N < 3
               MOVE "O" TO REC-TYPE
               COMPUTE ORDER-AMOUNT = N * -1.25
               MOVE 241231 TO ORDER-DATE
           ELSE
               MOVE "B" TO REC-TYPE
               MOVE "LETTER BODY" TO BODY-TEXT
           END-IF
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > 3
               COMPUTE MONTH-TOTAL(I) = I * 10.01
               MOVE I TO MONTH-DAYS(I, 1)
               MOVE 31 TO MONTH-DAYS(I, 2)
           END-PERFORM
           MOVE N TO LINE-COUNT
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > N
               MOVE I TO LINE-NO(I)
               COMPUTE LINE-AMOUNT(I) = 0 - I * 2.5
           END-PERFORM.
