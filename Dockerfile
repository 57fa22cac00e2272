# The image of one service: docker build --build-arg SERVICE=edge (or device) -t isthmus/edge:0.1.0 .
# What is where and why: docs/operations.md, docs/decisions/0020-unpack-everything-into-the-image.md.

# edge or device
ARG SERVICE
# all, onnxruntime (without libtorch), or onnxruntime-gpu (that with CUDA; BASE has to bring CUDA 12 and cuDNN 9)
ARG ENGINES=all
# What the image is laid upon: Debian or Ubuntu, with glibc 2.35 or later for huge pages (docs/gpu.md has one for GPUs)
ARG BASE=debian:bookworm-slim
# The package in models/ that is served where nobody names another; without libtorch it needs a form for ONNX Runtime.
ARG MODEL=efficientnet_b0

# The jars, built on the machine at hand with the libraries of the platform that the image is for.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-25 AS build
ARG TARGETARCH
ARG ENGINES
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    case "$TARGETARCH" in \
      amd64) platform=linux-x86_64 images=linux-x86_64 ;; \
      arm64) platform=linux-aarch64 images=linux-arm64 ;; \
      *) echo "the engines are there for amd64 and arm64, not for '$TARGETARCH'" >&2; exit 1 ;; \
    esac; \
    case "$ENGINES" in \
      all) ;; \
      onnxruntime) set -- -Ponnxruntime ;; \
      onnxruntime-gpu) set -- -Ponnxruntime,onnxruntime-gpu ;; \
      *) echo "ENGINES is all, onnxruntime or onnxruntime-gpu, not '$ENGINES'" >&2; exit 1 ;; \
    esac; \
    mvn "$@" -B -ntp -q -DskipTests -Dspotless.check.skip -Dlibtorch.platform=$platform -Dleptonica.platform=$images \
      -pl edge-service,device-service -am package

# A Java with what the services use of it, and the engines: the same in both images, so that a host has them once.
FROM eclipse-temurin:25-jdk AS runtime
RUN jlink --compress zip-6 --add-modules java.se,jdk.jcmd,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs \
      --no-header-files --no-man-pages --output /opt/isthmus/java
COPY deploy/image/unpack-libraries /usr/local/bin/
COPY --from=build /src/edge-service/target/edge-service-exec.jar /tmp/
RUN unpack-libraries /tmp/edge-service-exec.jar /opt/isthmus/djl

# The service unpacked, in layers, with the archive of its classes: recorded in the very paths that it is started from.
FROM runtime AS service
ARG SERVICE
ARG MODEL
COPY --from=build /src/$SERVICE-service/target/$SERVICE-service-exec.jar /tmp/service.jar
COPY models/$MODEL.zip models/$MODEL.calibration.jso[n] /opt/isthmus/models/
COPY deploy/image/start deploy/image/healthy /opt/isthmus/bin/
COPY deploy/image/prepare /usr/local/bin/
ENV ISTHMUS_SERVICE=$SERVICE ISTHMUS_DEFAULT_MODEL=$MODEL
RUN prepare /tmp/service.jar

FROM ${BASE}
ARG SERVICE
ARG MODEL
RUN useradd --uid 10001 --user-group --home-dir /home/isthmus --no-create-home --shell /usr/sbin/nologin isthmus \
    && install -d -o isthmus -g isthmus /home/isthmus /home/isthmus/.isthmus
COPY --from=runtime /opt/isthmus/java /opt/isthmus/java
COPY --from=runtime /opt/isthmus/djl /opt/isthmus/djl
COPY --from=service /opt/isthmus/layers/dependencies /opt/isthmus/app
COPY --from=service /opt/isthmus/layers/application /opt/isthmus/app
COPY --from=service /opt/isthmus/classes /opt/isthmus/classes
COPY --from=service /opt/isthmus/models /opt/isthmus/models
COPY --from=service /opt/isthmus/bin /opt/isthmus/bin
# A container's loopback is of no use to others: the services listen on all of its addresses. They do so with TLS
# (SPRING_PROFILES_ACTIVE=tls), or where ISTHMUS_SECURITY_PLAINNETWORK=true says that the network is to be trusted.
# Actuator has a port of its own, in plain HTTP, for probes and Prometheus: who may reach it is for the network to say.
ENV ISTHMUS_SERVICE=$SERVICE \
    ISTHMUS_DEFAULT_MODEL=$MODEL \
    DJL_CACHE_DIR=/opt/isthmus/djl \
    SERVER_ADDRESS=0.0.0.0 \
    MANAGEMENT_SERVER_ADDRESS=0.0.0.0 \
    ISTHMUS_SECURITY_PLAINACTUATOR=true \
    LANG=C.UTF-8
USER 10001:10001
# Spring Boot reads config/application.yml below this folder.
WORKDIR /opt/isthmus
VOLUME /home/isthmus/.isthmus
# device 8080 and 9080 (Actuator), edge 8081 and 9081
EXPOSE 8080 8081 9080 9081
STOPSIGNAL SIGTERM
# Nobody is unhealthy for measuring a timing profile: readiness waits for its first batch size, or for all of them.
HEALTHCHECK --start-period=30m --interval=10s --timeout=3s --retries=3 CMD ["/opt/isthmus/bin/healthy"]
ENTRYPOINT ["/opt/isthmus/bin/start"]
